/* Runs commands, each with a deadline of its own. */
import { spawn } from 'node:child_process';

import type { Evidence } from '../../../src/verdict/evidence.ts';

/** Facts of a failed step, beside its message. */
export interface FailureFacts {
  /** A word for the rule that it broke. */
  readonly rule?: string;
  /** The command that refused. */
  readonly evidence?: Evidence;
}

/** Ends a step: `evidence` of a command that refused, or words of our own. */
export class StepError extends Error {
  readonly facts: FailureFacts;

  constructor(message: string, facts: FailureFacts = {}) {
    super(message);
    this.facts = facts;
  }
}

/** Options of a command. */
export interface RunOptions {
  /** Text for its standard input. Default none. */
  readonly input?: string;
  /** The longest that it may take. Default 60. */
  readonly seconds?: number;
}

/** A command: the program and its arguments. */
export type Command = readonly string[];

/** Says on stderr what is done or waited for. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Runs a command. Its exit code is 124 when the time ran out, and 127 when it cannot be started. */
export async function run(
  [program = '', ...args]: Command,
  { input = '', seconds = 60 }: RunOptions = {},
): Promise<Evidence> {
  const child = spawn(program, args);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  // A command that ends before it has read everything: its exit code tells why.
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      stderr += String(error);
      resolve(127);
    });
    child.on('close', (exitCode) => {
      resolve(exitCode ?? 137);
    });
  });
  clearTimeout(timer);
  if (late) stderr += `\nended after ${String(seconds)} s without an answer`;
  return { exitCode: late ? 124 : code, stdout, stderr };
}

/** The output of a command that must succeed. @throws StepError with the evidence */
export async function output(command: Command, options?: RunOptions): Promise<string> {
  const evidence = await run(command, options);
  if (evidence.exitCode === 0) return evidence.stdout;
  throw new StepError(`${command.slice(0, 4).join(' ')}: code ${String(evidence.exitCode)}`, { evidence });
}

/** The last line that a command wrote to its error output. */
export function lastLine({ stderr }: Evidence): string {
  return stderr.trim().split('\n').at(-1) ?? '';
}
