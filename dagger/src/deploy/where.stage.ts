import type { File, Secret, Socket } from '@dagger.io/dagger';

import { dockerCluster } from './cluster/docker.stage.ts';
import { clusterByKubeconfig } from './cluster/kubeconfig.stage.ts';
import { ownCluster } from './cluster/own.stage.ts';
import type { Target } from './cluster/target.stage.ts';

/** A kind cluster of this run alone, in a Docker daemon of its own. */
interface OwnKind {
  readonly kind: 'own';
  /** A configuration of kind's, for more nodes. */
  readonly kindConfig: File | undefined;
}

/** A kind cluster on the caller's Docker. */
interface DockerKind {
  readonly kind: 'docker';
  readonly dockerSocket: Socket;
  /** Name of the cluster that is to stay and be found again; empty for one that goes with the run. */
  readonly name: string;
  readonly kindConfig: File | undefined;
}

/** Any other cluster. */
interface ByKubeconfig {
  readonly kind: 'kubeconfig';
  readonly kubeconfig: Secret;
}

/** The cluster that is deployed to, and the place in it. */
export type Where = (OwnKind | DockerKind | ByKubeconfig) & {
  /** Name of the namespace; empty for the project's name. */
  readonly namespace: string;
  /** The overlay of a kustomization; empty for the one for this kind of cluster. */
  readonly overlay: string;
};

/** Whether the cluster is there after the run: then nothing unchecked may come to it. */
export function outlives(where: Where): boolean {
  return where.kind === 'kubeconfig' || (where.kind === 'docker' && where.name !== '');
}

/** The namespace that is deployed to: the one that was asked for, or the project's name. */
export function namespaceOf({ namespace }: Where, project: string): string {
  return namespace === '' ? project : namespace;
}

/** The name of a cluster in messages and records. @param run a name that no other run has */
export function clusterName(where: Where, run: string): string {
  if (where.kind !== 'docker') return where.kind;
  return where.name === '' ? `pipeline-${run}` : where.name;
}

/**
 * The cluster, as tools that reach it; what a run of its own needs is started.
 * @param run a name that no other run has
 */
export function targetOf(where: Where, run: string): Target | Promise<Target> {
  switch (where.kind) {
    case 'kubeconfig':
      return clusterByKubeconfig(where.kubeconfig);
    case 'own':
      return ownCluster(where.kindConfig);
    case 'docker': {
      const { dockerSocket: socket, kindConfig } = where;
      const name = clusterName(where, run);
      const keep = where.name !== '';
      return dockerCluster({ socket, name, keep, ...(kindConfig === undefined ? {} : { kindConfig }) });
    }
  }
}
