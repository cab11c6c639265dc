import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';

import { root, type Command } from './commands.ts';
import type { FileTime } from './file-times.ts';

/** Where the times of the last whole run of each command are kept, by nothing that is under version control. */
export const timesFolder = join(root, 'node_modules', '.cache', 'test-times');

const fileTime = z.object({ path: z.string(), tests: z.number(), milliseconds: z.number() });
const keptRun = z.object({ endedAt: z.iso.datetime(), passed: z.boolean(), times: z.array(fileTime) });

/** The last whole run of a command. */
export type KeptRun = z.infer<typeof keptRun>;

/** Takes a run for the command's last one. */
export function keepRun(
  command: Command,
  run: { endedAt: Date; passed: boolean; times: readonly FileTime[] },
  folder = timesFolder,
): void {
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ ...run, endedAt: run.endedAt.toISOString() }, undefined, 1);
  writeFileSync(fileOf(command, folder), `${text}\n`);
}

/**
 * The last whole run of a command.
 * @throws an error that tells what to do, where there is none or it cannot be read
 */
export function lastRun(command: Command, folder = timesFolder): KeptRun {
  const file = fileOf(command, folder);
  const next = `run \`${command}\` to its end, without naming files or tests`;
  if (!existsSync(file))
    throw new Error(`no times of \`${command}\` are kept: a whole run writes ${short(file)}; ${next}`);
  try {
    return keptRun.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${short(file)} is not as a run of \`${command}\` writes it; ${next}`, { cause });
  }
}

/** `test.json` and `test-proofs.json`: a colon cannot stand in a file's name everywhere. */
function fileOf(command: Command, folder: string): string {
  const script = command.split(' ').at(-1) ?? command;
  return join(folder, `${script.replaceAll(':', '-')}.json`);
}

const short = (path: string): string => relative(root, path);
