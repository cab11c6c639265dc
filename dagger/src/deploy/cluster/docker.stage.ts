import type { File, Socket } from '@dagger.io/dagger';

import { nodeImage } from './node-image.stage.ts';
import type { Target } from './target.stage.ts';
import { clusterTools } from './tools.stage.ts';
import { within } from '../../tools/deadline.ts';

const config = '/cluster/kind.yaml';

/** Options of a kind cluster on the caller's Docker. */
export interface DockerCluster {
  /** Docker's socket on the caller's machine. */
  readonly socket: Socket;
  /** Name of the kind cluster. */
  readonly name: string;
  /** Whether it is kept when the run ends. */
  readonly keep: boolean;
  readonly kindConfig?: File;
}

/**
 * A kind cluster on the caller's Docker, created if it does not exist. The pipeline's
 * containers share no network with it, so kubectl runs in its node.
 */
export async function dockerCluster({ socket, name, keep, kindConfig }: DockerCluster): Promise<Target> {
  const reached = clusterTools()
    .withUnixSocket('/var/run/docker.sock', socket)
    .withNewFile(
      config,
      (await kindConfig?.contents()) ?? 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n',
    );
  const { image, tools } = await nodeImage(reached);
  return {
    kind: 'docker',
    name,
    tools,
    outlives: keep,
    kubectl: nodeKubectl(name),
    kindSettings: {
      name,
      image,
      config,
      kubeconfig: '/cluster/kubeconfig',
      server: null,
      fresh: !keep,
    },
    end: async () => {
      if (!keep) await removeCluster(socket, name);
    },
  };
}

/**
 * Deletes a kind cluster from the caller's Docker, with everything in it; does nothing if it does not exist.
 * @returns what was done, in words
 * @throws ExecError if a part of it still exists after two minutes
 */
export async function removeCluster(socket: Socket, name: string): Promise<string> {
  await clusterTools()
    .withUnixSocket('/var/run/docker.sock', socket)
    .withEnvVariable('ASKED_AT', new Date().toISOString())
    .withExec(within(300, ['node', '/programs/deploy/remove.ts', name]))
    .sync();
  return `the cluster ${name} is removed\n`;
}

/** kubectl in the first node, with the rights of the cluster's administrator. */
function nodeKubectl(name: string): string[] {
  const node = `${name}-control-plane`;
  return ['docker', 'exec', '-i', node, 'kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf'];
}
