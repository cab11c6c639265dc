/**
 * Has base images ready before they are asked for, in the background of something else:
 * `node engine/src/prefetch.ts REFERENCE...`. A line on stdout for what goes on; the exit code is 1 when one cannot be had.
 */
import Dockerode from 'dockerode';
import { prefetchImages, resolveImage } from './images/index.ts';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => stop.abort(new Error(`stopped by ${name}`)));
}
// Whoever started this and has ended reads no more lines: then nobody waits for the images either.
process.stdout.on('error', (error) => stop.abort(error));

const docker = new Dockerode();
const images = await prefetchImages(
  process.argv.slice(2),
  (reference, options) => resolveImage(docker, reference, options),
  { report: (line) => console.log(line), signal: stop.signal },
);
process.exit(images.every(({ status }) => status !== 'not-had') ? 0 : 1);
