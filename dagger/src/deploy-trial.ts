import { ReturnType } from '@dagger.io/dagger';

import { badPlan, type Ground } from './bad-plan.ts';
import { recordOf } from './deploy-record.ts';
import { bringVersion } from './stages/deploy/bring.ts';
import type { Reached } from './stages/deploy/reach.ts';
import type { Plan } from './stages/deploy/settings.ts';
import type { BadDeployment, Change } from './verdict/deployment/bad-deployments.ts';
import type { Deployment } from './verdict/deployment/model.ts';
import type { DeployTrial } from './verdict/deployment/trial.ts';

/** Brings a version, and tells what came of it. */
export async function bring(plan: Plan): Promise<Deployment> {
  const started = { ...plan, startedAt: Date.now() };
  const brought = await bringVersion(started);
  return recordOf(started, brought, { version: plan.version, uncheckedGates: [], notes: [] });
}

/** Brings one bad deployment over the sound one that serves, with what is to be done to the cluster meanwhile. */
export async function tryDeployment(ground: Ground, bad: BadDeployment): Promise<DeployTrial> {
  const { change, name } = bad;
  const plan = badPlan(ground, bad);
  const { reached, namespace } = ground.sound;
  const asked = { namespace, about: name };
  const before = beforeOf(change);
  if (before !== undefined) await ask(reached, { ...asked, ...before.do });
  const disturbed = change.kind === 'disturbance' ? disturb(ground.sound, change.what) : Promise.resolve(0);
  const [record] = await Promise.all([bring(plan), disturbed]);
  if (before !== undefined) await ask(reached, { ...asked, words: before.undo });
  console.error(`prove-deploy: ${name}: ${record.reason}`);
  return { bad, record };
}

/** What is done to the cluster before, and what takes it back. */
function beforeOf(
  change: Change,
): { readonly do: Pick<Asked, 'words' | 'input'>; readonly undo: readonly string[] } | undefined {
  if (change.kind === 'before') return { do: { words: change.do }, undo: change.undo };
  if (change.kind !== 'locked') return undefined;
  const now = new Date().toISOString().replace('Z', '000Z');
  const lease = {
    ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: change.lease } },
    spec: { holderIdentity: 'somebody', leaseDurationSeconds: 60, acquireTime: now, renewTime: now },
  };
  const words = ['create', '-f', '-'];
  return { do: { words, input: JSON.stringify(lease) }, undo: ['delete', 'lease', change.lease] };
}

interface Asked {
  readonly words: readonly string[];
  readonly input?: string;
  readonly namespace: string;
  readonly about: string;
}

/** Runs kubectl once; its exit code. The time in the environment keeps a cache from answering. */
function ask({ tools, target }: Reached, { words, namespace, about, input = '' }: Asked): Promise<number> {
  return tools
    .withEnvVariable('PROVE_DEPLOY', `${about} ${String(Date.now())}`)
    .withExec([...target.kubectl, '--namespace', namespace, ...words], {
      expect: ReturnType.Any,
      stdin: input,
    })
    .exitCode();
}

/** Does something to a pod while the update runs; its exit code. */
function disturb({ reached, namespace, project }: Plan, what: 'kill' | 'stop'): Promise<number> {
  const settings = {
    ...{ kubectl: reached.target.kubectl, namespace, what },
    ...{ project: project.configuration.project, at: Date.now() },
  };
  return reached.tools
    .withExec(['node', '/programs/disturb.js', JSON.stringify(settings)], { expect: ReturnType.Any })
    .exitCode();
}
