import { readIf } from '../../verdict/json-text.ts';
import { type LockedPackage, type PackageTree, requiredName } from '../packages/package-tree.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** Lists in which a package names what it needs (npm, package.json). */
const lists = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** What an archive's address says of its content, as npm's registry and its kind write it: `NAME/-/BASE-VERSION.tgz`. */
const archive = /^https?:\/\/[^?#]*?\/(?<name>(?:@[^/]+\/)?[^/]+)\/-\/(?<file>[^/?#]+)\.tgz(?:[?#]|$)/i;

/**
 * What is wrong with who a package says that it is: its archive is another package's or another version's, or it stands under
 * another name and no alias leads to it. npm installs what the address leads to, whatever the entry is called.
 * @param aliased names that {@link aliasedIn} found
 * @returns undefined where nothing is
 */
export function identityFault(locked: LockedPackage, aliased: ReadonlySet<string>): string | undefined {
  const required = requiredName(locked.location);
  if (locked.name !== required && !aliased.has(locked.name)) {
    return `stands as ${plainLine(required, 200)}, and no alias asks for it`;
  }
  const resolved = locked.entry.at('resolved').optionalText() ?? '';
  const { name, file } = archive.exec(decoded(resolved))?.groups ?? {};
  if (name === undefined || file === undefined) return undefined;
  if (name !== locked.name) return `is the archive of ${plainLine(name, 200)}, by its address`;
  const base = locked.name.replace(/^@[^/]+\//, '');
  const version = file.startsWith(`${base}-`) ? file.slice(base.length + 1) : undefined;
  if (version === undefined || sameVersion(version, locked.version)) return undefined;
  return `is the archive of version ${plainLine(version, 100)}, by its address`;
}

/**
 * Names of packages that are asked for under another name, `"ANY": "npm:NAME@..."`: by the packages of the lockfile, or by the
 * project's overrides.
 * @param manifest the text of package.json
 */
export function aliasedIn({ root, entries }: PackageTree, manifest: string): ReadonlySet<string> {
  const needed = [root, ...entries.values()].flatMap((entry) => lists.map((list) => entry.at(list).value));
  return new Set(textsIn([...needed, readIf(manifest, ({ value }) => value)]).flatMap(aliasOf));
}

function aliasOf(wanted: string): string[] {
  return /^npm:((?:@[^/]+\/)?[^@]+)/.exec(wanted)?.slice(1) ?? [];
}

/** All texts in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Registries leave out of an archive's name what stands behind a plus (semver, build metadata). */
function sameVersion(one: string, other: string): boolean {
  const plain = (version: string): string => version.replace(/\+.*$/, '');
  return plain(one) === plain(other);
}

function decoded(address: string): string {
  try {
    return decodeURI(address).replaceAll(/%2f/gi, '/');
  } catch {
    return address;
  }
}
