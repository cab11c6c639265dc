import { backup, DatabaseSync } from 'node:sqlite';

/**
 * Pages per step: all of them. SQLite restarts a copy when the source is written between two steps, so under steady
 * writes a copy in several steps would never finish. One step reads a single snapshot, and writers need not wait for
 * it, because in WAL mode readers do not block writers.
 */
const pagesPerStep = 2 ** 31 - 1;

/**
 * Copies a store while it is in use (SQLite's online backup).
 * @param onStep called after each step that leaves pages to copy
 * @returns the number of pages
 */
export async function copyStore(
  file: string,
  target: string,
  onStep: () => void = () => undefined,
): Promise<number> {
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    return await backup(source, target, { rate: pagesPerStep, progress: onStep });
  } finally {
    source.close();
  }
}
