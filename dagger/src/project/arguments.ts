import { UsageError } from '../verdict/usage-error.ts';

/**
 * A path in the source in its normal form: `./docker/../Dockerfile` is `Dockerfile`.
 * @param setting where it was given, for the refusal: `--dockerfile`, `pipeline.json: /deploy/load`
 * @throws UsageError when it is empty, absolute or leaves the source
 */
export function sourcePath(setting: string, path: string): string {
  const names = path.trim().startsWith('/') ? undefined : namesOf(path.trim());
  if (path.trim() === '' || names === undefined) {
    throw new UsageError(`${setting}: expected a path in the source, got ${JSON.stringify(path)}`);
  }
  return names.length === 0 ? '.' : names.join('/');
}

/** The names that lead to a path; undefined where it leaves the folder that it begins in. */
function namesOf(path: string): string[] | undefined {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..' && names.pop() === undefined) return undefined;
    if (!['', '.', '..'].includes(name)) names.push(name);
  }
  return names;
}

/**
 * The path of a health check, with its slash.
 * @param setting where it was given, for the refusal: `--health-path`, `pipeline.json: /found/health`
 * @throws UsageError when it is empty or a whole address
 */
export function healthPathOf(path: string, setting = '--health-path'): string {
  const plain = path.trim();
  if (plain === '' || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(plain) || /\s/.test(plain)) {
    throw new UsageError(
      `${setting}: expected a path such as /health, which is asked at the service's port, got ${JSON.stringify(path)}`,
    );
  }
  return plain.startsWith('/') ? plain : `/${plain}`;
}

/** @throws UsageError when it is no TCP port */
export function portOf(port: number): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`--port: expected a number from 1 to 65535, got ${String(port)}`);
}

/** The given names that no gate has: a mistake of the caller, refused before anything runs. */
export function unknownGates(names: readonly string[], gates: readonly string[]): string[] {
  return names.filter((name) => !gates.includes(name));
}

/**
 * Gates that run again in spite of cached results.
 * @param gates names of all gates
 * @throws UsageError when no gate has such a name, or for the image, which is built by its source alone
 */
export function rerunOf(names: readonly string[], gates: readonly string[]): readonly string[] {
  const unknown = unknownGates(names, gates);
  if (unknown.length > 0) throw new UsageError(`--rerun: no gate is called ${unknown.join(', ')}`);
  if (names.includes('image')) {
    throw new UsageError(
      '--rerun: image: a build that failed is never kept, so the next call builds anew; one that worked is the same for the same source',
    );
  }
  return names;
}
