import type { File, Secret, Socket } from '@dagger.io/dagger';

import type { PublishRequest } from '../publish/publish.stage.ts';
import { dockerCluster } from './cluster/docker.stage.ts';
import { clusterByKubeconfig } from './cluster/kubeconfig.stage.ts';
import { ownCluster } from './cluster/own.stage.ts';
import type { Target } from './cluster/target.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** The cluster that is deployed to. */
export interface Where {
  /** Docker's socket on the caller's machine, for a kind cluster there. */
  readonly dockerSocket: Socket | undefined;
  /** Name of the kind cluster that is to stay; empty for one that goes with the run. */
  readonly keep: string;
  /** Any other cluster. */
  readonly kubeconfig: Secret | undefined;
  /** A configuration of kind's, for more nodes. */
  readonly kindConfig: File | undefined;
  /** Name of the namespace; empty for the project's name. */
  readonly namespace: string;
  /** The overlay in the manifests' directory; empty for the target's own. */
  readonly overlay: string;
}

/** What is deployed where, and how. */
export interface DeployRequest {
  readonly where: Where;
  /** Gates that a deployment to a cluster of this run alone may go without. */
  readonly allowUnavailable: readonly string[];
  /** An image that is published, by digest, in place of source and gates; empty for the source. */
  readonly image: string;
  readonly publicKey: Secret | undefined;
  /** A published image to go from on a cluster that has no version; empty for a second build of the source. */
  readonly baseline: string;
  /** How the image comes to a registry, for a cluster by kubeconfig. */
  readonly publish: PublishRequest;
  /** Seconds that a rollout may take; 0 for the default. */
  readonly rolloutSeconds: number;
}

/** Whether the cluster is there after the run: then nothing unchecked may come to it. */
export function outlives({ keep, kubeconfig }: Where): boolean {
  return keep !== '' || kubeconfig !== undefined;
}

/** The namespace that is deployed to. */
export function namespaceOf({ namespace }: Where, { configuration }: Project): string {
  return namespace === '' ? configuration.project : namespace;
}

/** @throws UsageError for arguments that contradict each other */
export function refuseContradictions(request: DeployRequest): void {
  const { where, allowUnavailable, image, publicKey, publish } = request;
  refuseWhere(where);
  if (outlives(where) && allowUnavailable.length > 0) {
    throw new UsageError(
      '--allow-unavailable: a cluster that outlives the run gets no image that was not checked',
    );
  }
  refuseBaseline(request);
  if (image !== '' && publicKey === undefined)
    throw new UsageError('--image: expected --public-key, by which it is verified');
  if (where.kubeconfig !== undefined && image === '' && publish.address === '') {
    throw new UsageError(
      '--kubeconfig: expected --image, or --address to publish to: the cluster pulls by digest',
    );
  }
}

function refuseBaseline({ where, baseline, publicKey }: DeployRequest): void {
  if (baseline === '') return;
  if (where.kubeconfig !== undefined) {
    throw new UsageError('--baseline: expected a cluster of kind; on any other, what serves is gone from');
  }
  if (outlives(where) && publicKey === undefined) {
    throw new UsageError(
      '--baseline: expected --public-key: a cluster that outlives the run gets no image that was not verified',
    );
  }
}

function refuseWhere({ dockerSocket, keep, kubeconfig, kindConfig }: Where): void {
  if (kubeconfig !== undefined && kindConfig !== undefined) {
    throw new UsageError('--kind-config: expected a cluster of kind, got --kubeconfig');
  }
  if (dockerSocket !== undefined && kubeconfig !== undefined) {
    throw new UsageError('expected one of --docker-socket and --kubeconfig, got both');
  }
  if (keep !== '' && dockerSocket === undefined) {
    throw new UsageError('--keep: expected --docker-socket: a cluster inside of the run goes with it');
  }
}

/**
 * The cluster, as tools that reach it; what a run of its own needs is started.
 * @param run a name that no other run has
 */
export function targetOf(
  { dockerSocket, keep, kubeconfig, kindConfig }: Where,
  run: string,
): Target | Promise<Target> {
  if (kubeconfig !== undefined) return clusterByKubeconfig(kubeconfig);
  if (dockerSocket === undefined) return ownCluster(kindConfig);
  const name = keep === '' ? `messenger-${run}` : keep;
  return dockerCluster({
    ...{ socket: dockerSocket, name, keep: keep !== '' },
    ...(kindConfig === undefined ? {} : { kindConfig }),
  });
}

/** The overlay that is deployed, in the manifests' directory: as it was asked for, or the cluster's own. */
export function overlayOf({ overlay, kubeconfig }: Where): string {
  if (overlay !== '') return overlay;
  return kubeconfig === undefined ? 'overlays/kind' : 'overlays/production';
}
