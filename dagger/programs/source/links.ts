/**
 * Prints the symbolic links of a folder that lead out of it, as a JSON list of `{path, target}`. Each is followed step by
 * step, as the system does it: a link may leave by way of another one.
 *
 * Usage: node links.ts FOLDER
 */
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

import type { LeavingLink } from '../../src/project/source.ts';

/** How many links the system follows for one path (path_resolution(7)); one that needs more leads nowhere. */
const mostSteps = 40;

/** Every link below a folder, as paths relative to the root. */
function* linksBelow(root: string, folder = ''): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) yield path;
    else if (entry.isDirectory()) yield* linksBelow(root, path);
  }
}

/** Whether a path climbs above the root on its way. */
export function leaves(root: string, path: string): boolean {
  const ahead = path.split('/');
  const place: string[] = [];
  let steps = 0;
  for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (place.length === 0) return true;
      place.pop();
      continue;
    }
    const target = targetOf(join(root, ...place, name));
    if (target === undefined) place.push(name);
    else if (target.startsWith('/')) return true;
    else if ((steps += 1) > mostSteps) return false;
    else ahead.unshift(...target.split('/'));
  }
  return false;
}

/** The target of a link; undefined where the path is no link, or is not there. */
function targetOf(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}

const [, , root] = process.argv;
if (root !== undefined) {
  const leaving: LeavingLink[] = [...linksBelow(root)]
    .filter((path) => leaves(root, path))
    .map((path) => ({ path, target: readlinkSync(join(root, path)) }));
  process.stdout.write(JSON.stringify(leaving));
}
