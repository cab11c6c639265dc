import { askedFor, resolve, runtimeKinds } from '../packages/dependency-graph.ts';
import type { PackageTree } from '../packages/package-tree.ts';
import { isInstalled, requiredName } from '../packages/package-tree.ts';
import { shortestPaths, type Start } from '../packages/shortest-paths.ts';
import type { JsonCursor } from '../../verdict/json.ts';

/**
 * The shortest dependency path from the project to each location of npm's lockfile. It starts with a workspace's name if
 * the workspace has the dependency. A package that nothing depends on has no path.
 */
export function dependencyPaths(tree: PackageTree): ReadonlyMap<string, string> {
  const lists = [...runtimeKinds, 'devDependencies'];
  const workspaces = [...tree.entries].filter(
    ([location, entry]) => !isInstalled(location) && entry.at('link').optionalBoolean() !== true,
  );
  const starts: Start[] = [
    ['', needed(tree, '', tree.root, lists)],
    ...workspaces.map(([location, entry]): Start => {
      const label = entry.at('name').optionalText() ?? location;
      return [label, needed(tree, location, entry, lists)];
    }),
  ];
  const next = (location: string): string[] => {
    const entry = tree.entries.get(location);
    return entry === undefined ? [] : needed(tree, location, entry, runtimeKinds);
  };
  return shortestPaths(starts, next, (location) => {
    const version = tree.entries.get(location)?.at('version').optionalText();
    return `${requiredName(location)}@${version ?? 'unknown'}`;
  });
}

/** The locations in which Node finds what an entry requires. */
function needed(tree: PackageTree, from: string, entry: JsonCursor, lists: readonly string[]): string[] {
  return askedFor(entry, lists).flatMap((name) => resolve(tree.entries, from, name) ?? []);
}
