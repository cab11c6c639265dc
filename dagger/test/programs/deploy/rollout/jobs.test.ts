import { describe, expect, it } from 'vitest';

import { endOf, jobBlocker, keptJob, secondsOf } from '../../../../programs/deploy/rollout/job-progress.ts';
import { runJobs } from '../../../../programs/deploy/rollout/jobs.ts';
import type { Kube } from '../../../../programs/deploy/kube/kube.ts';
import type { Job, Pod } from '../../../../programs/deploy/kube/types.ts';
import { podOf } from '../support/objects.ts';

const template = { spec: { containers: [{ name: 'c', image: 'shop:2' }] } };
const jobOf = (name: string, change: Partial<Job> = {}): Job => ({
  kind: 'Job',
  metadata: { name },
  spec: { template, activeDeadlineSeconds: 0 },
  ...change,
});
const ended = (type: 'Complete' | 'Failed', message?: string): Pick<Job, 'status'> => ({
  status: { conditions: [{ type, status: 'True', ...(message === undefined ? {} : { message }) }] },
});
const good = { exitCode: 0, stdout: '', stderr: '' };

/** A cluster in which every Job comes to the same end; the commands that it was given. */
function clusterOf(
  end: Partial<Job>,
  { before, pods = [], output = '' }: { before?: Job; pods?: readonly Pod[]; output?: string } = {},
): { readonly kube: Kube; readonly done: string[] } {
  const done: string[] = [];
  const jobs = new Map(before === undefined ? [] : [[before.metadata.name, before]]);
  const kube = {
    namespace: 'shop',
    find: (_kind: string, name: string) => Promise.resolve(jobs.get(name)),
    list: () => Promise.resolve(pods),
    apply(objects: readonly Job[]) {
      for (const job of objects) {
        done.push(`apply ${job.metadata.name}`);
        jobs.set(job.metadata.name, { ...job, ...end });
      }
      return Promise.resolve(good);
    },
    must([verb = '', , name = '']: readonly string[]) {
      done.push(`${verb} ${name}`);
      jobs.delete(name);
      return Promise.resolve('');
    },
    tryTo: () => Promise.resolve({ ...good, stdout: output }),
  } as unknown as Kube;
  return { kube, done };
}

describe('the Jobs of a version', () => {
  const jobs = [jobOf('migrate'), jobOf('seed')];

  it('run one after the other, each made anew', async () => {
    const { kube, done } = clusterOf(ended('Complete'), { before: jobOf('seed', ended('Complete')) });
    const began: string[] = [];
    await runJobs(kube, jobs, (title) => began.push(title));
    expect(done).toEqual(['delete migrate', 'apply migrate', 'delete seed', 'apply seed']);
    expect(began).toEqual(['Job/migrate', 'Job/seed']);
  });

  it('stop at the first one that fails, with its last words', async () => {
    const output = 'connecting\nno such table\n';
    const { kube, done } = clusterOf(ended('Failed', 'it has reached its backoff limit'), { output });
    await expect(runJobs(kube, jobs)).rejects.toThrow(
      'Job/migrate failed, and nothing after it was started: it has reached its backoff limit; its last words: connecting no such table',
    );
    expect(done).toEqual(['delete migrate', 'apply migrate']);
  });

  it('stop at one that is not over in its time', async () => {
    const { kube } = clusterOf({ status: { active: 1 } });
    await expect(runJobs(kube, jobs)).rejects.toThrow('waited 0 s for Job/migrate to end');
  });

  it('stop at one whose image cannot be pulled', async () => {
    const pods = [podOf('migrate-1', { state: { waiting: { reason: 'ImagePullBackOff' } } })];
    const { kube } = clusterOf({ status: { active: 1 } }, { pods });
    await expect(runJobs(kube, jobs)).rejects.toThrow(/migrate-1 waits: ImagePullBackOff; it wrote nothing/);
  });

  it('do not end an earlier run that may be changing data', async () => {
    const before = jobOf('migrate', { status: { active: 1 } });
    const { kube, done } = clusterOf(ended('Complete'), { before });
    await expect(runJobs(kube, jobs)).rejects.toThrow(/of a deployment before still runs after 0 s/);
    expect(done).toEqual([]);
  });

  it('are not waited for where they are suspended', async () => {
    const suspended = jobOf('later', { spec: { template, suspend: true } });
    const { kube, done } = clusterOf({});
    await runJobs(kube, [suspended]);
    expect(done).toEqual(['delete later', 'apply later']);
  });
});

describe('a Job', () => {
  it('has ended by its conditions alone', () => {
    expect(endOf(jobOf('a', { status: { active: 1 } }))).toBeUndefined();
    expect(endOf(jobOf('a', ended('Complete')))).toBe('complete');
    expect(endOf(jobOf('a', ended('Failed')))).toEqual({ failed: 'it failed' });
  });

  it('may be tried again by itself', () => {
    const waiting = (reason: string): Pod => podOf('a-1', { state: { waiting: { reason } } });
    expect(jobBlocker([waiting('CrashLoopBackOff')])).toBeUndefined();
    expect(jobBlocker([waiting('InvalidImageName')])).toBe('a-1 waits: InvalidImageName');
  });

  it('has five minutes, or what it says itself', () => {
    expect(secondsOf(jobOf('a', { spec: { template } }))).toBe(300);
    expect(secondsOf(jobOf('a', { spec: { template, activeDeadlineSeconds: 1800 } }))).toBe(1800);
  });

  it('is kept until its end was read', () => {
    const withTtl = (seconds: number): Job =>
      jobOf('a', { spec: { template, ttlSecondsAfterFinished: seconds } });
    expect(keptJob(withTtl(0)).spec.ttlSecondsAfterFinished).toBe(600);
    expect(keptJob(withTtl(3600))).toEqual(withTtl(3600));
    expect(keptJob(jobOf('a'))).toEqual(jobOf('a'));
  });
});
