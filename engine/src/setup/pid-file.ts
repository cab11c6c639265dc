import { readFile } from 'node:fs/promises';

/** A process as the kernel shows it. */
export interface ProcessFacts {
  /** Its name, at most 15 characters (proc(5), comm). */
  readonly name: string;
  /** It has ended, and its parent has not asked for its exit code. */
  readonly zombie: boolean;
}

/** The meaning of a pid file for starting the daemon that writes it. */
export type PidFileVerdict =
  | { readonly kind: 'absent' }
  /** Left by a daemon that was killed; the daemon refuses to start, or acts on a stranger, while it is there. */
  | { readonly kind: 'stale'; readonly why: string }
  | { readonly kind: 'running'; readonly pid: number };

/**
 * Judges a pid file.
 * @param text its content; undefined when there is none
 * @param program name of the daemon that writes it
 * @param find looks a process up by its number
 */
export function judgePidFile(
  text: string | undefined,
  program: string,
  find: (pid: number) => ProcessFacts | undefined,
): PidFileVerdict {
  if (text === undefined) return { kind: 'absent' };
  const trimmed = text.trim();
  const pid = Number(trimmed);
  if (!/^\d+$/.test(trimmed) || pid === 0) return { kind: 'stale', why: 'it holds no process number' };
  const found = find(pid);
  if (found === undefined || found.zombie) return { kind: 'stale', why: `process ${pid} has ended` };
  if (found.name !== program) return { kind: 'stale', why: `process ${pid} is ${found.name} now` };
  return { kind: 'running', pid };
}

/** Reads a process's name and state out of proc(5), status. */
export function parseProcessStatus(text: string): ProcessFacts | undefined {
  const name = /^Name:\t(.*)$/m.exec(text)?.[1];
  const state = /^State:\t(\S)/m.exec(text)?.[1];
  if (name === undefined || state === undefined) return undefined;
  return { name, zombie: state === 'Z' || state === 'X' };
}

/** Reads a text file. @returns undefined when there is none */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // ESRCH: the process ended while its file was read.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}

/** Looks at the pid file of a daemon on this machine. */
export async function inspectPidFile(path: string, program: string): Promise<PidFileVerdict> {
  const text = await readIfThere(path);
  const status = await readIfThere(`/proc/${Number(text?.trim() ?? '0')}/status`);
  return judgePidFile(text, program, () => (status === undefined ? undefined : parseProcessStatus(status)));
}
