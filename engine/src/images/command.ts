import { spawn } from 'node:child_process';

/** The result of a program. One that cannot be started has `status: 'missing'`. */
export type CommandResult =
  | { readonly status: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly status: 'missing' };

/** Options of {@link runCommand}. */
export interface CommandOptions {
  /** Folder that it runs in. Default: the root, so that no project's own settings are read. */
  readonly cwd?: string;
  /** Ends the program. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program to its end and keeps what it printed.
 * @throws the abort reason, or the system's error when the program exists and cannot be started
 */
export function runCommand(
  program: string,
  args: readonly string[],
  { cwd = '/', signal }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve({ status: 'missing' });
      else reject(error);
    });
    child.on('close', (code, killedBy) => {
      resolve({
        status: 'ended',
        // The shell's convention: a program that a signal ended has no code of its own.
        code: code ?? 128,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString() + (killedBy === null ? '' : `ended by ${killedBy}\n`),
      });
    });
  });
}
