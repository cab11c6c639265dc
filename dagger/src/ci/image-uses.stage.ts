import { dag } from '@dagger.io/dagger';

import { type ImageName, images } from '../tools/images.ts';
import { baseImages } from '../gates/image/decide.ts';
import { usedImages } from './image-uses.ts';
import type { GateResult, ImageUse } from '../verdict/model.ts';
import type { Project } from '../project/project.stage.ts';

/** The label of images that were made from packages because no container registry answered. */
const madeLabel = 'made-from-packages';

/** The images that the gates of a run used, including those of the Dockerfile, and whether each was made from packages. */
export async function imageUses(gates: readonly GateResult[], project: Project): Promise<ImageUse[]> {
  const built = gates.some(({ gate, durationMs }) => gate === 'image' && durationMs !== undefined);
  const bases = built ? await basesOf(project) : [];
  const unused = await unusedImages(project);
  const uses = usedImages(gates, { references: images, bases, unused });
  const made = await Promise.all(uses.map(({ reference }) => isMadeFromPackages(reference)));
  return uses.map((use, index) => (made[index] === true ? { ...use, madeFromPackages: true } : use));
}

/** Images that this project does not use: the database if its tests have none, git if there is no commit. */
async function unusedImages({ revision, configuration }: Project): Promise<ImageName[]> {
  const { whyUnknown } = await revision();
  return [
    ...(configuration.test.postgres ? [] : ['postgres' as const]),
    ...(whyUnknown !== undefined ? ['golang' as const] : []),
  ];
}

/** The images that the project's Dockerfile builds on, as they are written there. */
export async function basesOf({ source, dockerfile }: Project): Promise<string[]> {
  return baseImages(await source.file(dockerfile).contents());
}

/**
 * Whether an image was made from packages. One that is named by a variable is not checked, and one that cannot be pulled
 * is reported by the gate that uses it.
 */
export async function isMadeFromPackages(reference: string): Promise<boolean> {
  if (reference.includes('$')) return false;
  const label = dag.container().from(reference).label(madeLabel);
  return (await label.catch(() => '')) !== '';
}

/** Base images of the Dockerfile that were made from packages. */
export async function basesMadeFromPackages(project: Project): Promise<string[]> {
  const bases = await basesOf(project);
  const made = await Promise.all(bases.map(isMadeFromPackages));
  return bases.filter((_, index) => made[index] === true);
}
