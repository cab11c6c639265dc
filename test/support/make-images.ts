import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testImages } from './image-names.ts';

const program = fileURLToPath(new URL('../../engine/src/prefetch.ts', import.meta.url));

/**
 * Has the images that the tests use made beside the first tests. A file waits for its own, by `needs`.
 *
 * @returns Ends the making.
 */
export default function setUp(): () => Promise<void> {
  const maker = spawn(process.execPath, [program, ...Object.values(testImages)], { stdio: 'ignore' });
  const ended = once(maker, 'exit');
  return async () => {
    maker.kill();
    await ended;
  };
}
