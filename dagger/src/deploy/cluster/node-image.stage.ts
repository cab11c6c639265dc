import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { attempt, evidenceOf } from '../../tools/attempt.stage.ts';
import { configurationOfArchive } from '../../registry/archive.stage.ts';
import { within } from '../../tools/deadline.ts';

/**
 * Loads the node's image into a Docker daemon, which then needs no registry. It is named by the digest of its
 * configuration, because a kept daemon may have an older image with the same tag.
 * @param tools a container that reaches the daemon
 * @returns the image's name in the daemon, and the tools after the load
 */
export async function nodeImage(tools: Container): Promise<{ image: string; tools: Container }> {
  const archive = dag.container().from(images.kindNode).asTarball();
  const image = nameOf(await configurationOfArchive(archive));
  const asked = tools.withEnvVariable('ASKED_AT', new Date().toISOString());
  const { exitCode } = await evidenceOf(
    attempt(asked, ['docker', 'image', 'inspect', '--format', '{{.Id}}', image], { seconds: 60 }),
  );
  if (exitCode === 0) return { image, tools };
  const loaded = asked
    .withMountedFile('/cluster/node.tar', archive)
    .withExec(within(900, ['node', '/programs/deploy/load-node.ts', '/cluster/node.tar', image]));
  await loaded.sync();
  return { image, tools };
}

/** `kindest/node:sha256-...` */
function nameOf(configuration: string): string {
  return `${images.kindNode.replace(/[:@].*/, '')}:${configuration.replace(':', '-')}`;
}
