import { dag } from '@dagger.io/dagger';

import { baseImages } from './bases.ts';
import type { Project } from '../../project/project.stage.ts';

/** The label of images that were made from packages because no container registry answered. */
const madeLabel = 'made-from-packages';

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
