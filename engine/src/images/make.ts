import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { buildImage, type BuildOptions, type MadeImage } from './build-image.ts';
import { inspectImage } from './daemon.ts';
import { ImageNotMade } from './errors.ts';
import { withLock } from './lock.ts';
import { planImage } from './plan-image.ts';
import type { Recipe } from './recipe.ts';

/** The options for making images. */
export interface MakeOptions extends BuildOptions {
  /** Folder that has a folder per recipe. Default: the one beside this file. */
  readonly recipesFolder?: string;
}

/**
 * Makes an image from packages, or finds it where the same recipe made it before.
 * @throws {ImageNotMade}
 */
export async function makeImage(docker: Dockerode, recipe: Recipe, options: MakeOptions): Promise<MadeImage> {
  const plan = await planImage(recipe, options.recipesFolder ?? join(import.meta.dirname, 'recipes'));
  const found = await findMade(docker, plan.image);
  if (found !== undefined) return found;
  checkMachine();
  const lockOptions = {
    onWait: () => options.report('waits for another process that makes it'),
    signal: options.signal,
  };
  return withLock(plan.image.replace(/[^a-z0-9.-]/g, '-'), lockOptions, async () => {
    // Looked for again: who held the lock before has made it.
    return (await findMade(docker, plan.image)) ?? (await buildImage(docker, plan, options));
  });
}

async function findMade(docker: Dockerode, localName: string): Promise<MadeImage | undefined> {
  const found = await inspectImage(docker, localName);
  return found === undefined ? undefined : { imageId: found.Id, localName };
}

/** The packages are those of Linux on x64, and a root's files have owners that only root can give. */
function checkMachine(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const machine = `${process.platform} on ${process.arch}`;
    throw new ImageNotMade('not-set-up', `images are made on Linux x64 alone, and this is ${machine}`);
  }
  if (process.getuid?.() !== 0) throw new ImageNotMade('not-set-up', 'making a Debian root needs root');
}
