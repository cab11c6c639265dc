import type { Secret } from '@dagger.io/dagger';

import type { Target } from './target.stage.ts';
import { clusterTools } from './tools.stage.ts';

const kubeconfig = '/run/kubeconfig';

/** A cluster by a kubeconfig, whose server must be reachable from a container. */
export function clusterByKubeconfig(secret: Secret): Target {
  return {
    kind: 'kubeconfig',
    name: 'kubeconfig',
    outlives: true,
    tools: clusterTools().withMountedSecret(kubeconfig, secret),
    kubectl: ['kubectl', '--kubeconfig', kubeconfig],
    end: () => Promise.resolve(),
  };
}
