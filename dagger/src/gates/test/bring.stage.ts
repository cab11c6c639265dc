import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { apart } from '../packages/manager.ts';
import { npm } from '../packages/managers/npm.ts';
import { plainEvidenceOf } from '../../tools/attempt.stage.ts';
import { within } from '../../tools/deadline.ts';
import { images } from '../../tools/images.ts';
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

/** A project in /src with the package among its own. */
export function withBrought(project: Container, brought: BroughtPackage): Container {
  const place = `node_modules/${brought.name}`;
  return project.withDirectory(`/src/${place}`, installed(brought).directory(`${folder}/${place}`));
}
