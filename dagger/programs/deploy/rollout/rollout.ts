/* Waits for a rollout and notes what happened in it. */
import type { Rollout } from '../../../src/deploy/proof/observations.ts';
import type { Kube } from '../kube/kube.ts';
import type { Deployment } from '../kube/types.ts';
import { poll } from '../run/poll.ts';
import { rolloutBlocker } from './blocker.ts';
import { lostPod } from './lost.ts';
import { rolloutWaitsFor, type Until } from './progress.ts';
import { generationOf, stateOf } from './state.ts';
import type { Timeline } from './timeline.ts';

/** Options of a wait for a rollout. */
export interface Watch {
  readonly seconds: number;
  /** Told of the pods at each look. */
  readonly timeline: Timeline;
  /** Replicas that the manifests ask for. */
  readonly least: number;
  /** Default `available`. */
  readonly until?: Until;
  /** Continues to wait if pods of the newest version end or fall, as a rollback does, which has no alternative. Default false. */
  readonly patient?: boolean;
}

/** A wait for a rollout as it ended; its events are the timeline's. */
export type WatchedRollout = Omit<Rollout, 'events'>;

/** Waits until a rollout is complete, or cannot become so. Never throws for its outcome. */
export async function watchRollout(
  kube: Kube,
  workload: Deployment,
  { seconds, timeline, least, until = 'available', patient = false }: Watch,
): Promise<WatchedRollout> {
  const startedAt = Date.now();
  const waited = await poll<Pick<Rollout, 'complete' | 'waitedFor'>>(
    async () => {
      const state = await stateOf(kube, workload);
      timeline.look(state.pods);
      const waitingFor = rolloutWaitsFor(state, { least, until });
      if (waitingFor === undefined) return { value: { complete: true } };
      const why = patient
        ? undefined
        : (rolloutBlocker(state) ?? lostPod(state, timeline.events, Date.now()));
      return why === undefined ? { waitingFor } : { value: { complete: false, waitedFor: why } };
    },
    { seconds },
  );
  const end = waited.value ?? { complete: false, waitedFor: waited.waitedFor };
  return { ...end, durationMs: Date.now() - startedAt, deadlineMs: seconds * 1000 };
}

/** Names of pods of other versions that are there after a time for them to go. */
export async function waitForOldPods(
  kube: Kube,
  workload: Deployment,
  { seconds, timeline }: Pick<Watch, 'seconds' | 'timeline'>,
): Promise<string[]> {
  let left: string[] = [];
  await poll(
    async () => {
      const { pods, generation } = await stateOf(kube, workload);
      timeline.look(pods);
      left = pods.filter((pod) => generationOf(pod) !== generation).map((pod) => pod.metadata.name);
      return left.length === 0 ? { value: true } : { waitingFor: `old pods to be gone: ${left.join(', ')}` };
    },
    { seconds },
  );
  return left;
}
