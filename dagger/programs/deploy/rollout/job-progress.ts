/* The progress of a Job. Decides from data alone. */
import type { Job, Pod } from '../kube/types.ts';
import { containerBlocker } from './blocker.ts';

/** Seconds that a Job gets where it does not say it itself by `activeDeadlineSeconds`. */
export const jobSeconds = 300;

/** Seconds that a Job which has ended is kept at least, so that its end can be read. */
const keptSeconds = 600;

/** The end of a Job: `complete`, or why it failed; undefined while it runs. */
export function endOf({ status }: Job): 'complete' | { readonly failed: string } | undefined {
  const has = (type: string): { message?: string } | undefined =>
    status?.conditions?.find((one) => one.type === type && one.status === 'True');
  if (has('Complete') !== undefined) return 'complete';
  const failed = has('Failed');
  return failed === undefined ? undefined : { failed: failed.message ?? 'it failed' };
}

/** Why the pods of a Job can never run; undefined if they may. One that ends and is tried again is the Job's own matter. */
export function jobBlocker(pods: readonly Pod[]): string | undefined {
  return pods
    .flatMap(({ metadata, status }) =>
      (status.containerStatuses ?? []).flatMap(({ state }) => {
        const why = state.waiting?.reason === 'CrashLoopBackOff' ? undefined : containerBlocker(state);
        return why === undefined ? [] : [`${metadata.name} waits: ${why}`];
      }),
    )
    .at(0);
}

/** The longest that a Job may take, in seconds. */
export function secondsOf({ spec: { activeDeadlineSeconds } }: Job): number {
  return activeDeadlineSeconds ?? jobSeconds;
}

/** A Job that is not removed before its end was read. */
export function keptJob(job: Job): Job {
  const { ttlSecondsAfterFinished: seconds } = job.spec;
  if (seconds === undefined || seconds >= keptSeconds) return job;
  return { ...job, spec: { ...job.spec, ttlSecondsAfterFinished: keptSeconds } };
}
