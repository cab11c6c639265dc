/* bun.lock, and Bun's binary lockfile as Bun prints it (bun's sources, src/install/lockfile/bun.lock.zig). */
import type { ReadLockfile, ReadPackage, ReadProject } from '../../src/gates/packages/read-lockfile.ts';
import type { ScriptPolicy } from '../../src/gates/packages/script-policy.ts';
import { fieldsOf, itemsOf, textOf } from '../shared/json.ts';
import { aliasedIn, requestsIn, runtimeLists, splitDescriptor } from './requests.ts';
import { linesIn, LockfileError, type Source } from './source.ts';
import { readYarnClassic } from './yarn-classic.ts';

/** Reads all packages, whether of the text or of what Bun prints of its binary lockfile. */
export function readBun(source: Source): ReadLockfile {
  if (!Array.isArray(source.document)) {
    return {
      ...readYarnClassic({ ...source, document: outsideOf(source.document) }),
      scripts: scriptsOf(source),
    };
  }
  const document = fieldsOf(source.document[0]);
  if (!('packages' in document)) throw new LockfileError('it has no packages: expected a bun.lock');
  const packages = Object.entries(fieldsOf(document['packages']));
  const outside = packages.filter(
    ([, tuple]) => !/^(?:workspace|root):/.test(splitDescriptor(idOf(tuple))[1]),
  );
  const keys = new Set(outside.map(([key]) => key));
  const aliased = aliasedIn([document, ...source.manifests.values()]);
  const lines = linesIn(source.text, /^ \[/);
  return {
    packages: outside.map(([key, tuple]) => packageOf(key, itemsOf(tuple), { keys, aliased, lines })),
    projects: Object.entries(fieldsOf(document['workspaces'])).map(([folder, one]) =>
      projectOf(folder, one, keys),
    ),
    scripts: scriptsOf(source, document),
  };
}

/** What Bun prints of its binary lockfile, without the workspaces, which are entries like others in it. */
function outsideOf(document: unknown): unknown {
  const { object, ...answer } = fieldsOf(document);
  const isOutside = (entry: unknown): boolean =>
    textOf(fieldsOf(entry)['resolved'])?.startsWith('workspace:') !== true;
  const entries = Object.entries(fieldsOf(object)).filter(([, entry]) => isOutside(entry));
  return { ...answer, object: Object.fromEntries(entries) };
}

function idOf(tuple: unknown): string {
  return textOf(itemsOf(tuple)[0]) ?? '';
}

/** A package's tuple: its name and version, then, as its kind has them, its registry, record and integrity. */
function packageOf(
  location: string,
  tuple: readonly unknown[],
  known: {
    readonly keys: ReadonlySet<string>;
    readonly aliased: ReadonlySet<string>;
    readonly lines: ReadonlyMap<string, number>;
  },
): ReadPackage {
  const [name, reference] = splitDescriptor(idOf(tuple));
  const record = fieldsOf(tuple.find((one) => typeof one === 'object'));
  const texts = tuple.slice(1).flatMap((one) => textOf(one) ?? []);
  const integrity = texts.find((text) => /^(?:sha\d+|md5)-/.test(text));
  const isRegistry = /^v?\d/.test(reference);
  // A package of the configured registry has an empty text there.
  const resolved = isRegistry ? textOf(tuple[1]) || undefined : reference;
  const last = segments(location).at(-1) ?? location;
  const line = known.lines.get(location);
  return {
    location,
    name,
    version: isRegistry ? reference : 'unknown',
    ...(resolved === undefined ? {} : { resolved }),
    ...(integrity === undefined ? {} : { integrity }),
    ...(line === undefined ? {} : { line }),
    ...(last === name ? {} : known.aliased.has(name) ? { aliases: [last] } : { standsAs: last }),
    optional: 'os' in record,
    os: [record['os']].flat().flatMap((one) => textOf(one) ?? []),
    needs: requestsIn(record, runtimeLists).flatMap(([needed]) =>
      resolve(known.keys, segments(location), needed),
    ),
  };
}

function projectOf(folder: string, one: unknown, keys: ReadonlySet<string>): ReadProject {
  const name = textOf(fieldsOf(one)['name']) ?? folder;
  const from = folder === '' ? [] : [name];
  const locate = (lists: readonly string[]): string[] =>
    requestsIn(one, lists).flatMap(([needed]) => resolve(keys, from, needed));
  return {
    label: folder === '' ? '' : name,
    needs: locate(runtimeLists),
    developmentNeeds: locate(['devDependencies']),
  };
}

/** The names in a key: `a/@scope/b` has two. */
function segments(key: string): string[] {
  return key.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];
}

/** The key that a name leads to from a package: below it, else below those above it. */
function resolve(keys: ReadonlySet<string>, from: readonly string[], name: string): string[] {
  for (let length = from.length; length >= 0; length -= 1) {
    const key = [...from.slice(0, length), name].join('/');
    if (keys.has(key)) return [key];
  }
  return [];
}

/** Whose install scripts Bun runs: of the packages that the project trusts, else of a list of Bun's own. */
function scriptsOf({ manifests, defaults }: Source, document: unknown = {}): ScriptPolicy {
  const own =
    fieldsOf(manifests.get('.'))['trustedDependencies'] ?? fieldsOf(document)['trustedDependencies'];
  if (own !== undefined) return { kind: 'only', names: itemsOf(own).flatMap((one) => textOf(one) ?? []) };
  return { kind: 'only', names: [...defaults.matchAll(/^ *- (\S+)$/gm)].map(([, name = '']) => name) };
}
