import { backup, DatabaseSync } from 'node:sqlite';

/**
 * Pages of one step: all there are. Between two steps the source is let go of, and a write to it meanwhile makes the
 * copy begin anew: under steady writes one in several steps would never end. In one step it reads a single moment of
 * the store, and nobody waits for it, because in WAL mode readers do not keep writers out.
 */
const pagesPerStep = 2 ** 31 - 1;

/**
 * Copies a store that others go on writing to (SQLite's online backup).
 * @param onStep told after each step that leaves something to do
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
