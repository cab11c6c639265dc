import type { JsonCursor } from '../../verdict/json.ts';

/** Every entry of a lockfile except the root, by location. */
export type Entries = ReadonlyMap<string, JsonCursor>;

/** The lists of package.json with the packages that are needed at run time: dependencies, optional ones and peers. */
export const runtimeKinds = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** Names of the packages that an entry requires, from the given lists of package.json. */
export function askedFor(entry: JsonCursor, kinds: readonly string[]): string[] {
  return kinds.flatMap((kind) =>
    entry
      .at(kind)
      .optionalEntries()
      .map(([name]) => name),
  );
}

/** The location in which Node finds a package that is required from a folder: its own node_modules, else those above. */
export function resolve(entries: Entries, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = parentOf(folder)) {
    const location = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (entries.has(location)) return location;
    if (folder === '') return undefined;
  }
}

/** The next folder above, in steps of node_modules or, in a workspace, of path segments. */
function parentOf(folder: string): string {
  const modules = folder.lastIndexOf('node_modules/');
  if (modules >= 0) return folder.slice(0, modules).replace(/\/$/, '');
  return folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '';
}

/**
 * Everything that packages need at run time, directly or indirectly.
 * @param starts folders to start from, each with the names that it requires
 * @param isWithin whether a location is followed
 */
export function closure(
  entries: Entries,
  starts: readonly (readonly [folder: string, names: readonly string[]])[],
  isWithin: (location: string) => boolean = () => true,
): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [...starts];
  // An index is used instead of shift(): a lockfile has thousands of entries.
  for (let next = 0; next < queue.length; next += 1) {
    const [folder = '', names = []] = queue[next] ?? [];
    for (const name of names) {
      const location = resolve(entries, folder, name);
      const entry = location === undefined ? undefined : entries.get(location);
      if (location === undefined || entry === undefined || found.has(location) || !isWithin(location))
        continue;
      found.add(location);
      queue.push([location, needsOf(entry)]);
    }
  }
  return found;
}

/** Names that a package needs at run time, without optional peers. */
function needsOf(entry: JsonCursor): string[] {
  const peers = entry.at('peerDependenciesMeta');
  return askedFor(entry, runtimeKinds).filter(
    (name) => peers.at(name).at('optional').optionalBoolean() !== true,
  );
}

/** Packages that are installed in production: everything that the project and its workspaces need at run time. */
export function productionOf(
  root: JsonCursor,
  entries: Entries,
  isInstalled: (location: string) => boolean,
): ReadonlySet<string> {
  const workspaces = [...entries].filter(
    ([location, entry]) => !isInstalled(location) && entry.at('link').optionalBoolean() !== true,
  );
  const starts = [['', root] as const, ...workspaces];
  return closure(
    entries,
    starts.map(([folder, entry]) => [folder, needsOf(entry)]),
  );
}

/**
 * Packages in another package's archive, whose integrity covers them: those that a package from outside bundles, and
 * their dependencies if they lie below it (npm, package.json, bundleDependencies).
 */
export function bundledOf(entries: Entries, isInstalled: (location: string) => boolean): ReadonlySet<string> {
  const bundlers = [...entries].filter(([location]) => isInstalled(location));
  const found = bundlers.flatMap(([location, entry]) => {
    const names = bundledNames(entry);
    if (names.length === 0) return [];
    return [
      ...closure(entries, [[location, names]], (below) => below.startsWith(`${location}/node_modules/`)),
    ];
  });
  return new Set(found);
}

/** The names that a package bundles: a list, or all of its dependencies. */
function bundledNames(entry: JsonCursor): string[] {
  const list = entry.at('bundleDependencies').exists
    ? entry.at('bundleDependencies')
    : entry.at('bundledDependencies');
  if (list.value === true) return askedFor(entry, ['dependencies']);
  return Array.isArray(list.value) ? list.items().map((name) => name.text()) : [];
}
