import { askedFor, resolve, runtimeKinds } from '../packages/dependency-graph.ts';
import type { PackageTree } from '../packages/package-tree.ts';
import { isInstalled } from '../packages/package-tree.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/**
 * The shortest dependency path from the project to each location of the lockfile: `mkdirp@0.5.1 > minimist@0.0.8`. It
 * starts with a workspace's name if the workspace has the dependency. A package that nothing depends on has no path.
 */
export function dependencyPaths(tree: PackageTree): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const starts: [string, JsonCursor, string][] = [['', tree.root, '']];
  for (const [location, entry] of tree.entries) {
    if (isInstalled(location) || entry.at('link').optionalBoolean() === true) continue;
    starts.push([location, entry, entry.at('name').optionalText() ?? location]);
  }
  const queue = starts.flatMap(([location, entry, label]) =>
    steps(tree, { location, entry, label, direct: true }),
  );
  // Breadth first, with an index instead of shift(): a lockfile has thousands of entries.
  for (let next = 0; next < queue.length; next += 1) {
    const step = queue[next];
    if (step === undefined || paths.has(step.location)) continue;
    paths.set(step.location, plainLine(step.label));
    queue.push(...steps(tree, { ...step, direct: false }));
  }
  return paths;
}

interface Step {
  readonly location: string;
  readonly entry: JsonCursor;
  /** The path to the package, ending with its own name. */
  readonly label: string;
}

function steps(tree: PackageTree, from: Step & { readonly direct: boolean }): Step[] {
  const lists = from.direct ? [...runtimeKinds, 'devDependencies'] : runtimeKinds;
  return askedFor(from.entry, lists).flatMap((name): Step[] => {
    const location = resolve(tree.entries, from.location, name);
    const entry = location === undefined ? undefined : tree.entries.get(location);
    if (location === undefined || entry === undefined) return [];
    const own = `${name}@${entry.at('version').optionalText() ?? 'unknown'}`;
    return [{ location, entry, label: extend(from.label, own) }];
  });
}

/** Longest path in a finding's text; a longer one is cut there. */
const longestWay = 600;

function extend(way: string, name: string): string {
  if (way === '') return name;
  return way.length > longestWay ? way : `${way} > ${name}`;
}
