/* Runs the Jobs of manifests, each in its turn, before the pods of the version start. */
import { applyOrFail, type Kube } from '../kube/kube.ts';
import type { Job } from '../kube/types.ts';
import { titleOf } from '../manifests/pod-templates.ts';
import { StepError } from '../run/command.ts';
import { type PollResult, poll, pollOrFail } from '../run/poll.ts';
import { endOf, jobBlocker, keptJob, secondsOf } from './job-progress.ts';

const rule = 'job';

/** Lines of a failed Job's output that are told, and their length in UTF-16 code units. */
const lines = 10;
const characters = 1500;

/**
 * Runs Jobs one after the other. A Job cannot be changed, so that one of the same name is made anew.
 * @param began is told of each Job that is made, before its end is known
 * @throws StepError for a Job that fails, does not end in time, or of which an earlier one still runs
 */
export async function runJobs(
  kube: Kube,
  jobs: readonly Job[],
  began: (title: string) => void = () => undefined,
): Promise<void> {
  for (const job of jobs) {
    await removeEnded(kube, job);
    await applyOrFail(kube, [keptJob(job)], `${titleOf(job)} was not made`);
    began(titleOf(job));
    if (job.spec.suspend !== true) await waitFor(kube, job);
  }
}

/** Removes a Job of the same name that has ended. One that runs may be changing data: it is waited for. */
async function removeEnded(kube: Kube, job: Job): Promise<void> {
  const { name } = job.metadata;
  const seconds = secondsOf(job);
  const waited = await poll(
    async () => {
      const found = await kube.find('Job', name);
      const runs = found !== undefined && endOf(found) === undefined && (found.status?.active ?? 0) > 0;
      return runs ? { waitingFor: `${titleOf(job)} of the deployment before to end` } : { value: true };
    },
    { seconds },
  );
  if (waited.waitedFor !== undefined) {
    throw new StepError(
      `${titleOf(job)} of a deployment before still runs after ${String(seconds)} s: wait until it ends, or delete it, and deploy again`,
      { rule },
    );
  }
  const how = ['--ignore-not-found', '--cascade=foreground', '--wait=true', '--timeout=60s'];
  await kube.must(['delete', 'job', name, ...how], { seconds: 90 });
}

async function waitFor(kube: Kube, job: Job): Promise<void> {
  await pollOrFail(() => lookAt(kube, job), { seconds: secondsOf(job), rule });
}

async function lookAt(kube: Kube, job: Job): Promise<PollResult<true>> {
  const { name } = job.metadata;
  const title = titleOf(job);
  const found = await kube.find('Job', name);
  const end = found === undefined ? { failed: 'it is no longer there' } : endOf(found);
  if (end === 'complete') return { value: true };
  if (end !== undefined) throw await failureOf(kube, job, end.failed);
  const pods = await kube.list('Pod', `batch.kubernetes.io/job-name=${name}`);
  const why = jobBlocker(pods);
  if (why !== undefined) throw await failureOf(kube, job, why);
  return { waitingFor: `${title} to end` };
}

/** Why a Job failed, with the last lines that it wrote. */
async function failureOf(kube: Kube, job: Job, why: string): Promise<StepError> {
  const how = ['--all-containers', `--tail=${String(lines)}`];
  const { stdout } = await kube.tryTo(['logs', `job/${job.metadata.name}`, ...how]);
  const written = stdout.slice(-characters).trim().replace(/\s+/g, ' ');
  const words = written === '' ? 'it wrote nothing' : `its last words: ${written}`;
  return new StepError(`${titleOf(job)} failed, and nothing after it was started: ${why}; ${words}`, {
    rule,
  });
}
