import { UsageError } from './usage-error.ts';

/**
 * Names of required files that the source does not have.
 * @throws UsageError naming all of them
 */
export function requireFiles(entries: readonly string[], required: readonly string[]): void {
  const present = new Set(entries.map((entry) => entry.replace(/\/$/, '')));
  const missing = required.filter((file) => !present.has(file));
  if (missing.length > 0) {
    throw new UsageError(
      `the source has no ${missing.join(', no ')}: expected in its top directory, or name it as an argument`,
    );
  }
}

/**
 * Refuses a configuration that names files which the source does not have.
 * @param named each setting of `pipeline.json` that names a file, with that file and whether it is there
 * @throws UsageError naming all of them
 */
export function requireNamed(
  named: readonly { readonly setting: string; readonly file: string; readonly isThere: boolean }[],
): void {
  const missing = named.filter(({ isThere }) => !isThere);
  if (missing.length === 0) return;
  const parts = missing.map(({ setting, file }) => `${setting}: expected a file of the source, got ${file}`);
  throw new UsageError(`pipeline.json: ${parts.join('; ')}`);
}

/**
 * Refuses symbolic links that leave the source: what they point to is not part of what is checked and built.
 * @param listing a line per link, `PATH\tTARGET`, both as stored
 * @throws UsageError naming all of them
 */
export function refuseLeavingLinks(listing: string): void {
  const leaving = listing
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([path = '', target = '']) => path !== '' && leaves(path, target))
    .map(([path = '', target = '']) => `${path} -> ${target}`);
  if (leaving.length > 0) throw new UsageError(`links leave the source: ${leaving.join(', ')}`);
}

/** Whether a link's target, taken from where the link stands, climbs above the source. */
function leaves(path: string, target: string): boolean {
  if (target.startsWith('/')) return true;
  let depth = path.split('/').length - 1;
  for (const step of target.split('/')) {
    if (step === '..') depth -= 1;
    else if (step !== '.' && step !== '') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
