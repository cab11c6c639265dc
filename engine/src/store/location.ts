import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder in which the engine keeps what it may use again: file contents, records, function results.
 *
 * @param environment Where XDG_CACHE_HOME is looked up, `process.env` by default (XDG Base Directory Specification).
 * @returns An absolute path; the folder exists afterwards.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment['XDG_CACHE_HOME'];
  const folder = join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'messenger-pipeline');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
