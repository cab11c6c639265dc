import { z } from 'zod';
import { UsageError } from './usage-error.ts';

/** A run was interrupted by a signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** As a shell writes it: 130 for SIGINT, 143 for SIGTERM. */
  readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`interrupted by ${signal}`);
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}

const execError = z.object({
  extensions: z.object({
    _type: z.literal('EXEC_ERROR'),
    cmd: z.array(z.string()).optional(),
    exitCode: z.number().int(),
    stdout: z.string().default(''),
    stderr: z.string().default(''),
  }),
});

/** The end of the process after an error. */
export interface Ending {
  readonly exitCode: number;
  /** The text for stderr. */
  readonly text: string;
}

/**
 * The end of the process after an error: for an ExecError its command's exit code, for a wrong command line 2, for all else
 * with 1.
 */
export function endingOf(error: unknown): Ending {
  if (error instanceof Interrupted) return { exitCode: error.exitCode, text: `${error.message}\n` };
  const exec = execError.safeParse(error);
  if (exec.success) {
    const { exitCode, stdout, stderr } = exec.data.extensions;
    // A module may say the same in its message and in one of the two.
    const message = messageOf(error);
    const output = [stdout, stderr].filter((part) => part.trim() !== '' && part.trim() !== message.trim());
    // 0 and numbers that no process can end with would hide the failure.
    return {
      exitCode: exitCode >= 1 && exitCode <= 255 ? exitCode : 1,
      text: [headline(error), ...output].map(endLine).join(''),
    };
  }
  return { exitCode: error instanceof UsageError ? 2 : 1, text: endLine(headline(error)) };
}

function headline(error: unknown): string {
  const isGuided = error instanceof Error && 'next' in error && typeof error.next === 'string';
  return `Error: ${messageOf(error)}${isGuided ? `\n${String(error.next)}` : ''}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
