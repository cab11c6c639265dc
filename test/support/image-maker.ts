/** Makes every image that the tests use, two at a time: the process that `make-images.ts` starts beside the tests. */
import { testImages, toolImage, type TestImage } from './images.ts';

/** Those that take minutes come first, so that they are made while other tests run. */
const slow: readonly TestImage[] = ['kindNode', 'node', 'semgrep', 'cosign'];
const names = new Set([...slow, ...(Object.keys(testImages) as TestImage[])]);
const left = [...names];

async function makeNext(): Promise<void> {
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    // One that cannot be had fails the tests that need it, by name and with the reason.
    await toolImage(testImages[name]).catch(() => undefined);
  }
}

await Promise.all([makeNext(), makeNext()]);
