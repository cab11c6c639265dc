import Dockerode from 'dockerode';
import { beforeAll } from 'vitest';
import { resolveImage } from './engine.ts';
import { testImages, type TestImage } from './image-names.ts';

/** An image, pulled or made. Answers its id. */
export async function toolImage(reference: string): Promise<string> {
  return (await resolveImage(new Dockerode(), reference)).imageId;
}

/**
 * Says which images the tests of a file use. They are there before the file's tests and hooks begin: making one takes
 * minutes on a new machine, and no deadline of a test is to run meanwhile.
 */
export function needs(...names: readonly TestImage[]): void {
  beforeAll(async () => {
    // One after the other: beside the tests they are made already, and several files need several.
    for (const name of names) await toolImage(testImages[name]);
  }, 0);
}
