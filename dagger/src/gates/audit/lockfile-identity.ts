import { readIf } from '../../verdict/json-text.ts';
import type { LockedPackage } from '../packages/locked.ts';
import { type NpmPackage, type PackageTree, requiredName } from '../packages/package-tree.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** Lists in which a package names its dependencies (npm, package.json). */
const lists = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** Name and version in an archive's address, as npm's registry and compatible ones write it: `NAME/-/BASE-VERSION.tgz`. */
const archive = /^https?:\/\/[^?#]*?\/(?<name>(?:@[^/]+\/)?[^/]+)\/-\/(?<file>[^/?#]+)\.tgz(?:[?#]|$)/i;

/**
 * Checks the identity of a package: its archive must have its name and version, and it must be installed under its name
 * unless an alias asks for another. What is installed is the archive at the address, whatever the entry's name is.
 * @returns the problem, or undefined if there is none
 */
export function identityFault({ name, version, resolved = '', standsAs }: LockedPackage): string | undefined {
  if (standsAs !== undefined) return `stands as ${plainLine(standsAs, 200)}, and no alias asks for it`;
  const { name: found, file } = archive.exec(decoded(resolved))?.groups ?? {};
  if (found === undefined || file === undefined) return undefined;
  if (found !== name) return `is the archive of ${plainLine(found, 200)}, by its address`;
  const base = name.replace(/^@[^/]+\//, '');
  const other = file.startsWith(`${base}-`) ? file.slice(base.length + 1) : undefined;
  if (other === undefined || sameVersion(other, version)) return undefined;
  return `is the archive of version ${plainLine(other, 100)}, by its address`;
}

/** npm's package, with the name of its location where that is another one and no alias asks for it. */
export function withStanding(locked: NpmPackage, aliased: ReadonlySet<string>): NpmPackage {
  const required = requiredName(locked.location);
  return locked.name === required || aliased.has(locked.name) ? locked : { ...locked, standsAs: required };
}

/**
 * Names of packages that are required under another name, `"ANY": "npm:NAME@..."`, by packages of the lockfile or by
 * the project's overrides.
 * @param manifest the text of package.json
 */
export function aliasedIn({ root, entries }: PackageTree, manifest: string): ReadonlySet<string> {
  const needed = [root, ...entries.values()].flatMap((entry) => lists.map((list) => entry.at(list).value));
  return new Set(textsIn([...needed, readIf(manifest, ({ value }) => value)]).flatMap(aliasOf));
}

function aliasOf(wanted: string): string[] {
  return /^npm:((?:@[^/]+\/)?[^@]+)/.exec(wanted)?.slice(1) ?? [];
}

/** All texts in a value, at any depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Compares versions without build metadata (semver), which registries leave out of an archive's name. */
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
