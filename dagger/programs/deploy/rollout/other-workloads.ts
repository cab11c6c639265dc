/* Waits for the workloads beside the service: databases and other programs of others before it, workers after it. */
import type { Kube } from '../kube/kube.ts';
import type { KubeObject } from '../kube/types.ts';
import { selectorOf } from '../manifests/objects.ts';
import { titleOf } from '../manifests/pod-templates.ts';
import { StepError } from '../run/command.ts';
import { poll, type PollResult } from '../run/poll.ts';
import { Settling } from './settled.ts';
import { otherBlocker, otherWaitsFor, type OtherWorkload } from './other-progress.ts';

/** Options of a wait for workloads. */
export interface OtherWatch {
  /** All objects of the version. */
  readonly objects: readonly KubeObject[];
  /** Seconds for all of them together. */
  readonly seconds: number;
  /** Continues to wait if pods cannot start, as a rollback does, which has no alternative. */
  readonly patient: boolean;
}

/** Waits for workloads; the first one that is not ready in time or cannot become so, in words; undefined where all are. */
export async function firstNotReady(
  kube: Kube,
  workloads: readonly OtherWorkload[],
  { objects, seconds, patient }: OtherWatch,
): Promise<string | undefined> {
  const deadline = Date.now() + seconds * 1000;
  const settling = new Settling();
  for (const workload of workloads) {
    const look = async (): Promise<PollResult<string | undefined>> => {
      const [found, pods] = await Promise.all([find(kube, workload), kube.list('Pod', selectorOf(workload))]);
      const waitingFor = otherWaitsFor(found, { objects, pods }) ?? settling.waitsFor(pods, Date.now());
      if (waitingFor === undefined) return { value: undefined };
      const why = patient ? undefined : otherBlocker(pods);
      return why === undefined
        ? { waitingFor: `${titleOf(workload)}: ${waitingFor}` }
        : { value: `${titleOf(workload)}: ${why}` };
    };
    const waited = await poll(look, { seconds: Math.max(0, (deadline - Date.now()) / 1000) });
    if (waited.waitedFor !== undefined) return `${String(seconds)} s were not enough for ${waited.waitedFor}`;
    if (waited.value !== undefined) return waited.value;
  }
  return undefined;
}

/** Waits for workloads that have to be ready. @throws StepError naming the first one that is not */
export async function mustBeReady(
  kube: Kube,
  workloads: readonly OtherWorkload[],
  watch: OtherWatch,
): Promise<void> {
  const why = await firstNotReady(kube, workloads, watch);
  if (why !== undefined) throw new StepError(why, { rule: 'workload' });
}

function find(kube: Kube, { kind, metadata: { name } }: OtherWorkload): Promise<OtherWorkload | undefined> {
  if (kind === 'DaemonSet') return kube.find('DaemonSet', name);
  return kind === 'StatefulSet' ? kube.find('StatefulSet', name) : kube.find('Deployment', name);
}
