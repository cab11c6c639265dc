import type { JsonCursor } from '../verdict/json.ts';
import { readJson } from '../verdict/json-text.ts';
import { plainLine } from '../verdict/plain-text.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** A part of the source that a gate needs: package.json, by which packages are installed, or the Dockerfile. */
export type NeededFile = 'manifest' | 'dockerfile';

/**
 * Refuses a source without package.json, or with the lockfile that npm has for published packages.
 * @param entries names in its top directory
 * @throws UsageError naming what was found instead, and what to do
 */
export function requireManifest(entries: readonly string[]): void {
  const present = new Set(entries.map(withoutSlash));
  if (!present.has('package.json')) {
    throw new UsageError(
      'the source has no package.json: expected in its top directory; name a folder of it with --source',
    );
  }
  if (present.has('npm-shrinkwrap.json')) {
    throw new UsageError(
      present.has('package-lock.json')
        ? 'found npm-shrinkwrap.json beside package-lock.json: npm installs by the first, and the second is what is checked: remove one of them'
        : 'found npm-shrinkwrap.json, expected package-lock.json: the format is the same, so rename it',
    );
  }
}

/**
 * Refuses a source without the Dockerfile.
 * @throws UsageError naming the path that was expected
 */
export function requireDockerfile(dockerfile: string, isThere: boolean): void {
  if (isThere) return;
  throw new UsageError(
    `the source has no ${dockerfile}: name it with --dockerfile, or leave the gates out of pipeline.json that build and run the image`,
  );
}

const withoutSlash = (entry: string): string => entry.replace(/\/$/, '');

/** A setting of `pipeline.json` that names a path in the source. */
export interface NamedPath {
  readonly setting: string;
  readonly what: 'file' | 'folder';
  readonly path: string;
  readonly isThere: boolean;
}

/**
 * Refuses a configuration that names files or folders which the source does not have.
 * @throws UsageError naming all of them
 */
export function requireNamed(named: readonly NamedPath[]): void {
  const missing = named.filter(({ isThere }) => !isThere);
  if (missing.length === 0) return;
  const parts = missing.map(
    ({ setting, what, path }) => `${setting}: expected a ${what} of the source, got ${path}`,
  );
  throw new UsageError(`pipeline.json: ${parts.join('; ')}`);
}

/** A symbolic link that leaves the source, as `programs/source/links.ts` prints it. */
export interface LeavingLink {
  readonly path: string;
  readonly target: string;
}

/**
 * Refuses symbolic links that leave the source, also by way of other links: what they point to is not part of what is
 * checked and built.
 * @param text the output of `programs/source/links.ts`
 * @throws UsageError naming all of them
 * @throws ShapeError when it is no such list
 */
export function refuseLeavingLinks(text: string): void {
  const leaving = readJson(text)
    .list(linkAt)
    .map(({ path, target }) => `${plainLine(path)} -> ${plainLine(target)}`);
  if (leaving.length > 0) throw new UsageError(`links leave the source: ${leaving.join(', ')}`);
}

function linkAt(link: JsonCursor): LeavingLink {
  return { path: link.at('path').filledText(), target: link.at('target').filledText() };
}
