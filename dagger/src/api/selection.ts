import type { File, Secret, Socket } from '@dagger.io/dagger';

import type { Where } from '../deploy/where.stage.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** Which cluster, and where in it. */
export interface Selection {
  readonly dockerSocket?: Socket | undefined;
  readonly kubeconfig?: Secret | undefined;
  readonly name: string;
  readonly config?: File | undefined;
  readonly namespace: string;
  readonly overlay: string;
}

/** The cluster that is selected. @throws UsageError for a name without a Docker on which the cluster would stay */
export function whereOf(selection: Selection): Where {
  const { dockerSocket, kubeconfig, name, config: kindConfig, namespace, overlay } = selection;
  if (kubeconfig !== undefined) return { kind: 'kubeconfig', kubeconfig, namespace, overlay };
  if (dockerSocket !== undefined) {
    return { kind: 'docker', dockerSocket, name, kindConfig, namespace, overlay };
  }
  if (name === '') return { kind: 'own', kindConfig, namespace, overlay };
  throw new UsageError(
    'kind --name: expected --docker-socket: a cluster inside of the run ends with it',
    'dagger call kind --docker-socket=/var/run/docker.sock --name=NAME deploy',
  );
}
