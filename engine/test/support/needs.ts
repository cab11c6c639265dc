import Dockerode from 'dockerode';
import { beforeAll } from 'vitest';
import { resolveImage } from '../../src/images/index.ts';

/** Vitest's word for a hook that may take as long as it takes. */
const withoutLimit = 0;

/**
 * Has images at hand before the tests of a file begin: found, pulled or made, which takes minutes on a new machine. No
 * test's own time runs meanwhile. Files that ask for the same image at once wait for the one that makes it.
 *
 * Called at the top of every file whose tests run containers, with each image that they name.
 */
export function needs(...references: readonly string[]): void {
  beforeAll(async () => {
    const docker = new Dockerode();
    const report = (line: string): void => {
      // That an image is a made one is told whenever it is used: news is only that it is being made.
      if (!line.includes(': made from packages')) console.info(line);
    };
    for (const reference of references) await resolveImage(docker, reference, { report });
  }, withoutLimit);
}
