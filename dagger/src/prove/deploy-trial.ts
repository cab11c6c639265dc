import { badPlan, type ProofSetup } from './bad-plan.ts';
import { recordOf } from '../deploy/record.ts';
import { bringVersion } from '../deploy/stage/bring.ts';
import type { RolloutPlan } from '../deploy/stage/settings.stage.ts';
import type { BadDeployment, Change } from './bad-deployments.ts';
import type { Deployment } from '../deploy/proof/model.ts';
import type { DeployTrial } from './trial.ts';
import { within } from '../tools/deadline.ts';

/** Brings a version, and tells what came of it. */
export async function bring(plan: RolloutPlan): Promise<Deployment> {
  const started = { ...plan, startedAt: Date.now() };
  const brought = await bringVersion(started);
  return recordOf(started, brought, { version: plan.version, uncheckedGates: [], notes: [] });
}

/**
 * Brings one bad deployment over the sound one that serves, with what is to be done to the cluster meanwhile. Where that
 * could not be done, the trial says so: it proves nothing.
 */
export async function tryDeployment(setup: ProofSetup, bad: BadDeployment): Promise<DeployTrial> {
  const { change, name } = bad;
  const around = aroundOf(change);
  const problems: string[] = [];
  const note = (error: unknown): void => void problems.push(String(error));
  if (around !== undefined) await ask(setup.sound, { about: name, ...around.before }).catch(note);
  const disturbed =
    change.kind === 'disturbance' ? disturb(setup.sound, change.what).catch(note) : Promise.resolve();
  const [record] = await Promise.all([bring(badPlan(setup, bad)), disturbed]);
  if (around !== undefined) await ask(setup.sound, { about: name, words: around.after }).catch(note);
  const back = record.steps.find(({ step }) => step === 'rollback')?.detail;
  console.error([`prove-deploy: ${name}: ${record.reason}`, back ?? []].flat().join('; '));
  return { bad, record, problems };
}

/** What kubectl does before it, and what takes that back. */
function aroundOf(
  change: Change,
): { readonly before: Omit<Asked, 'about'>; readonly after: readonly string[] } | undefined {
  if (change.kind === 'before') return { before: { words: change.do }, after: change.undo };
  if (change.kind !== 'locked') return undefined;
  const now = new Date().toISOString().replace('Z', '000Z');
  const lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: change.lease },
    spec: { holderIdentity: 'somebody', leaseDurationSeconds: 60, acquireTime: now, renewTime: now },
  };
  const words = ['create', '-f', '-'];
  return { before: { words, input: JSON.stringify(lease) }, after: ['delete', 'lease', change.lease] };
}

interface Asked {
  readonly words: readonly string[];
  readonly input?: string;
  readonly about: string;
}

/** Runs kubectl once. The time in the environment keeps a cache from answering. */
async function ask({ session, namespace }: RolloutPlan, { words, about, input = '' }: Asked): Promise<void> {
  const { tools, target } = session;
  await tools
    .withEnvVariable('PROVE_DEPLOY', `${about} ${String(Date.now())}`)
    .withExec(within(300, [...target.kubectl, '--namespace', namespace, ...words]), { stdin: input })
    .sync();
}

/** Does something to a pod while the update runs. */
async function disturb({ session, namespace, project }: RolloutPlan, what: 'kill' | 'stop'): Promise<void> {
  const settings = {
    kubectl: session.target.kubectl,
    namespace,
    what,
    project: project.configuration.project,
    at: Date.now(),
  };
  await session.tools
    .withExec(within(300, ['node', '/programs/deploy/disturb.ts', JSON.stringify(settings)]))
    .sync();
}
