import { plainLine } from '../../verdict/plain-text.ts';

/** A part of the project with the locations of the packages that it asks for. Its label is empty for the project itself. */
export type Start = readonly [label: string, locations: readonly string[]];

/**
 * The shortest dependency path to each location: `mkdirp@0.5.1 > minimist@0.0.8`. It starts with the label of its start.
 * A location that nothing leads to has no path.
 * @param next the locations that a location needs
 * @param nameOf name and version of the package at a location
 */
export function shortestPaths(
  starts: readonly Start[],
  next: (location: string) => readonly string[],
  nameOf: (location: string) => string,
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const step = (label: string, location: string): Step => ({
    location,
    label: extend(label, nameOf(location)),
  });
  const queue = starts.flatMap(([label, locations]) => locations.map((location) => step(label, location)));
  // Breadth first, with an index instead of shift(): a lockfile has thousands of entries.
  for (let index = 0; index < queue.length; index += 1) {
    const { location, label } = queue[index] ?? { location: '', label: '' };
    if (location === '' || paths.has(location)) continue;
    paths.set(location, plainLine(label));
    for (const needed of next(location)) if (!paths.has(needed)) queue.push(step(label, needed));
  }
  return paths;
}

interface Step {
  readonly location: string;
  /** The path to the package, ending with its own name. */
  readonly label: string;
}

/** Longest path in a finding's text; a longer one is cut there. */
const longestWay = 600;

function extend(way: string, name: string): string {
  if (way === '') return name;
  return way.length > longestWay ? way : `${way} > ${name}`;
}
