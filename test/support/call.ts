import { type ChildProcess, spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { callEngine, ModuleProcesses } from './engine.ts';

const repository = new URL('../../', import.meta.url).pathname;
const plain = ['--progress', 'plain'];
/** Loaded modules, kept for the next call: they end with the process of the test file. */
const processes = new ModuleProcesses();

/** How a call of the command line ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Calls the module through the local engine's command line, as `npm run call -- ...` does, in this process.
 *
 * @param args What stands after `call`.
 * @throws Error when an image was made meanwhile: a deadline of a test ran then, see `needs`
 */
export function call(...args: readonly string[]): Promise<Ended> {
  return callWith({}, ...args);
}

/** The same with variables of its own, for secrets that are given as `env:NAME`. */
export async function callWith(
  variables: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> {
  const [stdout, stderr] = [new Text(), new Text()];
  const exitCode = await callEngine({
    argv: [...plain, ...args],
    workdir: repository,
    environment: { ...process.env, ...variables },
    signal: new AbortController().signal,
    stdout,
    stderr,
    processes,
  });
  const [, made] = /^(\S+): making it from packages/m.exec(stderr.text) ?? [];
  if (made !== undefined) throw new Error(`${made} was made while a test's time ran: name it in needs()`);
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** The same in a process of its own, with its own variables: another DOCKER_HOST counts for the whole process. */
export async function callProcess(
  variables: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> {
  const child = spawn(process.execPath, ['engine/src/call.ts', ...plain, ...args], {
    cwd: repository,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exitCode = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await exitCode, stdout, stderr };
}

/** A command line in a process of its own. */
export interface Started {
  /** Gone when its `close` comes. */
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it has written to stderr so far. */
  readonly stderr: () => string;
}

/** Starts one, to be interrupted or killed. */
export function start(...args: readonly string[]): Started {
  const child = spawn(process.execPath, ['engine/src/call.ts', ...plain, ...args], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (child.pid === undefined) throw new Error('the command line could not be started');
  const stderr = new Text();
  child.stderr.pipe(stderr);
  return { child, pid: child.pid, stderr: () => stderr.text };
}

/** Keeps what is written to it. */
class Text extends Writable {
  text = '';

  override _write(part: Buffer | string, _: BufferEncoding, done: () => void): void {
    this.text += String(part);
    done();
  }
}
