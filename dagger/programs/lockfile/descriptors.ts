/* What Yarn's lockfiles have in common: entries by the descriptors that ask for them. */
import type { ReadProject } from '../../src/gates/packages/read-lockfile.ts';
import { fieldsOf, textOf } from '../shared/json.ts';
import { type Request, requestsIn, runtimeLists, splitDescriptor } from './requests.ts';

/** Finds the locations that a request leads to. */
export type Locate = (request: Request) => readonly string[];

/**
 * Looks requests up in a lockfile. Where a setting of the project (`resolutions`, an extension) makes a request another
 * one, all entries of its name count, so that no package is thought to be needed by nobody.
 * @param locations by descriptor
 * @param variants the descriptors that a request may be written as
 */
export function locator(
  locations: ReadonlyMap<string, string>,
  variants: (request: Request) => readonly string[],
): Locate {
  const byName = Map.groupBy(locations, ([descriptor]) => splitDescriptor(descriptor)[0]);
  return (request) => {
    const exact = variants(request).flatMap((descriptor) => locations.get(descriptor) ?? []);
    if (exact.length > 0) return exact.slice(0, 1);
    return [...new Set((byName.get(request[0]) ?? []).map(([, location]) => location))];
  };
}

/** The project and its workspaces, by their package.json. */
export function projectsIn(manifests: ReadonlyMap<string, unknown>, locate: Locate): ReadProject[] {
  return [...manifests].map(([folder, manifest]) => ({
    label: folder === '.' ? '' : (textOf(fieldsOf(manifest)['name']) ?? folder),
    needs: requestsIn(manifest, runtimeLists).flatMap(locate),
    developmentNeeds: requestsIn(manifest, ['devDependencies']).flatMap(locate),
  }));
}
