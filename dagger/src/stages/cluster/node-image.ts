import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../images.ts';
import { attempt, evidenceOf } from '../evidence.ts';

/** By its tag alone: an image that is loaded has no digest of a registry. */
const image = images.kindNode.replace(/@.*/, '');

/**
 * Brings the node's image to a Docker daemon, which need not reach a registry for it.
 * @param tools Reach the daemon.
 * @returns the image's name there, and tools that went on from there
 */
export async function nodeImage(tools: Container): Promise<{ image: string; tools: Container }> {
  const asked = tools.withEnvVariable('ASKED_AT', new Date().toISOString());
  const { exitCode } = await evidenceOf(
    attempt(asked, ['docker', 'image', 'inspect', '--format', '{{.Id}}', image], { seconds: 60 }),
  );
  if (exitCode === 0) return { image, tools };
  const archive = dag.container().from(images.kindNode).asTarball();
  const loaded = asked
    .withMountedFile('/cluster/node.tar', archive)
    .withExec(['node', '/programs/load-node.js', '/cluster/node.tar', image]);
  await loaded.sync();
  return { image, tools };
}
