import type { File, Service } from '@dagger.io/dagger';
import { CacheSharingMode, dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { nodeImage } from './node-image.stage.ts';
import type { Target } from './target.stage.ts';
import { UsageError } from '../../verdict/usage-error.ts';
import { clusterTools } from './tools.stage.ts';

const name = 'pipeline';
const kubeconfig = '/cluster/kubeconfig';
const config = '/cluster/kind.yaml';

/**
 * Address range of the networks inside the daemon. The volume keeps them from run to run, while the daemon itself may get
 * another address each time: if that were in one of these networks, its answers would not get out.
 */
const innerNetworks = 'base=10.201.0.0/16,size=24';

/**
 * A kind cluster in a Docker daemon of this run alone, gone when the run ends. The daemon's storage is a cache volume,
 * so that the node's image is loaded once; a cluster that an earlier run left in it is removed before a new one is made.
 * @param kindConfig a kind configuration, for more nodes; the network settings are added to it
 */
export async function ownCluster(kindConfig?: File): Promise<Target> {
  const service = daemon();
  await service.start();
  const reached = clusterTools()
    .withServiceBinding('docker', service)
    .withEnvVariable('DOCKER_HOST', 'tcp://docker:2375')
    .withNewFile(config, networked(await kindConfig?.contents()));
  const { image, tools } = await nodeImage(reached);
  return {
    kind: 'own',
    name,
    outlives: false,
    tools,
    kubectl: ['kubectl', '--kubeconfig', kubeconfig],
    kindSettings: { name, image, config, kubeconfig, server: 'https://docker:6443', fresh: true },
    end: async () => {
      await service.stop();
    },
  };
}

/** @throws UsageError if the configuration has network settings of its own, because the run sets them */
export async function requireNoNetwork(kindConfig: File): Promise<void> {
  if (/^networking:/m.test(await kindConfig.contents())) {
    throw new UsageError(
      'kind --config: expected no networking for a cluster inside of the run, which sets it: remove it, or give --docker-socket',
    );
  }
}

/**
 * `start` keeps it alive between the commands that use it; it ends with the run, or by `end`. It does not restart containers
 * of an earlier run, though kind's nodes ask for that: one that is removed while it starts may not end (on cgroup v1
 * frozen processes do not die).
 */
function daemon(): Service {
  return dag
    .container()
    .from(images.dind)
    .withEnvVariable('DOCKER_TLS_CERTDIR', '')
    .withMountedCache('/var/lib/docker', dag.cacheVolume('cluster-docker'), {
      sharing: CacheSharingMode.Private,
    })
    .withExposedPort(2375)
    .asService({
      args: ['--restart=false', '--default-address-pool', innerNetworks],
      useEntrypoint: true,
      insecureRootCapabilities: true,
    });
}

/** Adds network settings: the server listens on all of the daemon's addresses, on a known port. */
function networked(kindConfig = 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n'): string {
  return `${kindConfig.trimEnd()}\nnetworking:\n  apiServerAddress: 0.0.0.0\n  apiServerPort: 6443\n`;
}
