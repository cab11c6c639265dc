/* The progress of a rollout. Decides from data alone. */
import type { Deployment } from '../kube/types.ts';
import type { RolloutState } from './state.ts';

/** How far updated replicas must be: `ready`, or `available`: ready for as long as the manifests ask (`minReadySeconds`). */
export type Until = 'ready' | 'available';

/** The goal of a rollout. */
export interface Goal {
  /** Replicas that the manifests ask for, by the Deployment or by its autoscaler. */
  readonly least: number;
  readonly until: Until;
}

/** Replicas of a Deployment by its status, in which a count of zero is not there at all. */
interface Counts {
  readonly updated: number;
  /** Updated or not. */
  readonly all: number;
  readonly ready: number;
  readonly available: number;
}

function countsOf({ status = {} }: Deployment): Counts {
  const { updatedReplicas: updated = 0, replicas: all = 0 } = status;
  const { readyReplicas: ready = 0, availableReplicas: available = 0 } = status;
  return { updated, all, ready, available };
}

/** The next thing that a rollout waits for; undefined when every replica is updated and there, and no other is left. */
export function rolloutWaitsFor({ deployment }: RolloutState, { least, until }: Goal): string | undefined {
  if (deployment === undefined) return 'the Deployment';
  const { metadata, spec, status } = deployment;
  const { replicas = 1 } = spec;
  if (replicas < least) return `${String(least)} replicas to be asked for by the autoscaler`;
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    return 'the Deployment to be seen by its controller';
  }
  const { updated, all, [until]: there } = countsOf(deployment);
  if (updated < replicas) return `${String(updated)} of ${String(replicas)} replicas to be updated`;
  if (all > updated) return `${String(all - updated)} replicas of the version before to end`;
  if (there < replicas) return `${String(there)} of ${String(replicas)} updated replicas to be ${until}`;
  return undefined;
}
