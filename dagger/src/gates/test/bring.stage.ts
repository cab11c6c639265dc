import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { Installed } from '../packages/installed.ts';
import { apart } from '../packages/manager.ts';
import { npm } from '../packages/managers/npm.ts';
import { plainEvidenceOf } from '../../tools/attempt.stage.ts';
import { within } from '../../tools/deadline.ts';
import { images } from '../../tools/images.ts';
import { ordinary } from '../../tools/user.ts';
import type { Decision } from '../../verdict/model.ts';
import { type BroughtPackage, decideBrought } from './brought.ts';

const folder = '/brought';

/** The package in a folder of its own. Nothing of a project is there, so that one result serves every project. */
function installed({ name, version }: BroughtPackage): Container {
  const { path, volume } = npm.cache;
  return dag
    .container()
    .from(images.node)
    .withMountedCache(path, dag.cacheVolume(volume))
    .withExec(within(300, apart(name, version, folder)))
    .withoutMount(path);
}

/** The decision of the gate if the package cannot be brought; undefined if it can. */
export async function bringFault(brought: BroughtPackage): Promise<Decision | undefined> {
  return decideBrought(await plainEvidenceOf(installed(brought)), brought);
}

/**
 * A project with the package among its own: in its node_modules, or beside the package that loads it.
 * @param project the container
 * @param root folder of the project in it
 */
export function withBrought(
  project: Container,
  brought: BroughtPackage,
  { root, places }: Pick<Installed, 'places'> & { readonly root: string },
): Container {
  const { name, beside = '' } = brought;
  const modules = Object.hasOwn(places, beside) ? places[beside] : undefined;
  const content = installed(brought).directory(`${folder}/node_modules/${name}`);
  // vitest up to 3 looks for it from the project, later versions from their own folder.
  const folders = ['node_modules', ...(modules === undefined ? [] : [modules])];
  return folders.reduce(
    (one, place) => one.withDirectory(`${root}/${place}/${name}`, content, { owner: ordinary.id }),
    project,
  );
}
