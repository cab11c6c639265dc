import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { changedPaths, layerOf, type Sides } from './changes.ts';
import type { ContentStore } from './content.ts';
import { leadsOut, writeHostDirectory } from './host-files.ts';

/** A change cannot be made in a folder, because it would reach out of it. Nothing was changed. */
export class ChangeLeadsOut extends Error {
  override readonly name = 'ChangeLeadsOut';
}

/**
 * Makes changes in a folder of this machine: removes, then writes. Other files stay as they are.
 *
 * @param folder Absolute path; the folder is made when it is not there.
 * @throws {ChangeLeadsOut} A path goes through a link, or a link would lead out of the folder.
 */
export function writeHostChanges(store: ContentStore, sides: Sides, folder: string): void {
  const { added, modified, removed } = changedPaths(sides);
  const layer = layerOf(sides);
  const replaced = new Set(removed.map((path) => path.replace(/\/$/, '')));
  for (const path of [...added, ...modified, ...removed]) refuseLinkAbove(folder, path, replaced);
  for (const entry of layer.entries) {
    if (entry.kind === 'link' && leadsOut(entry)) {
      throw new ChangeLeadsOut(`${entry.path}: the link leads out of the folder, to ${entry.target}`);
    }
  }
  for (const path of replaced) rmSync(join(folder, path), { recursive: true, force: true });
  writeHostDirectory(store, layer, folder);
}

/** A link on this machine may lead anywhere: what lies beyond it is no part of the folder. */
function refuseLinkAbove(folder: string, path: string, replaced: ReadonlySet<string>): void {
  const parts = path.split('/').filter((part) => part !== '');
  for (const parent of parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))) {
    // What goes away first stands in nobody's way.
    if (replaced.has(parent)) return;
    if (lstatSync(join(folder, parent), { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new ChangeLeadsOut(
        `${path}: ${parent} is a link on this machine, and may lead out of the folder`,
      );
    }
  }
}
