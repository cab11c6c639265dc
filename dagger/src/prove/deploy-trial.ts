import { type Attempted, badPlan, type ProofSetup } from './bad-plan.ts';
import { recordOf } from '../deploy/record.ts';
import { rollOut } from '../deploy/stage/roll-out.ts';
import type { DisturbSettings } from '../deploy/stage/program-settings.ts';
import type { RolloutPlan } from '../deploy/stage/settings.stage.ts';
import type { Change } from './change.ts';
import type { BadDeployment } from './bad-deployments.ts';
import type { Deployment } from '../deploy/proof/model.ts';
import type { DeployTrial } from './trial.ts';
import { type Workload, workloadIn } from './workload.ts';
import { within } from '../tools/deadline.ts';

/** Deploys a version and returns the record. */
export async function deployVersion(plan: RolloutPlan): Promise<Deployment> {
  const started = { ...plan, startedAt: Date.now() };
  const run = await rollOut(started);
  return recordOf(started, run, { version: plan.version, uncheckedGates: [], notes: [] });
}

/**
 * Deploys one bad deployment over the sound version that serves, and changes the cluster meanwhile if that is part of
 * it. If the cluster could not be changed, the trial says so: it proves nothing.
 */
export async function tryDeployment(
  setup: ProofSetup,
  bad: BadDeployment,
  attempted: Attempted,
): Promise<DeployTrial> {
  const { change, name } = attempted;
  const around = aroundOf(change, setup.sound.project.configuration.project);
  const problems: string[] = [];
  const note = (error: unknown): void => void problems.push(String(error));
  if (around !== undefined) await ask(setup.sound, { about: name, ...around.before }).catch(note);
  const disturbed =
    change.kind === 'disturbance' ? disturb(setup.sound, change.what).catch(note) : Promise.resolve();
  const [record] = await Promise.all([badPlan(setup, attempted).then(deployVersion), disturbed]);
  if (around !== undefined) await ask(setup.sound, { about: name, words: around.after }).catch(note);
  const back = record.steps.find(({ step }) => step === 'rollback')?.detail;
  console.error([`prove-deploy: ${name}: ${record.reason}`, back ?? []].flat().join('; '));
  return { bad, record, problems };
}

/** The service as the cluster runs it, from the version that serves. */
export async function servingWorkload(plan: RolloutPlan): Promise<Workload> {
  const words = ['get', 'deployments,secrets', '--output=json'];
  return workloadIn(await ask(plan, { about: 'workload', words }), plan.version.image.reference);
}

interface Around {
  readonly before: Omit<Asked, 'about'>;
  readonly after: readonly string[];
}

/** The kubectl arguments that change the cluster before a trial, and those that undo the change. */
function aroundOf(change: Change, project: string): Around | undefined {
  if (change.kind === 'before') return { before: { words: change.do }, after: change.undo };
  if (change.kind !== 'locked') return undefined;
  const name = `${project}-deploy`;
  const now = new Date().toISOString().replace('Z', '000Z');
  const lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name },
    spec: { holderIdentity: 'somebody', leaseDurationSeconds: 60, acquireTime: now, renewTime: now },
  };
  const words = ['create', '-f', '-'];
  return { before: { words, input: JSON.stringify(lease) }, after: ['delete', 'lease', name] };
}

interface Asked {
  readonly words: readonly string[];
  readonly input?: string;
  readonly about: string;
}

/** Runs kubectl once and returns its output. The time in the environment prevents a cached answer. */
async function ask(
  { session, namespace }: RolloutPlan,
  { words, about, input = '' }: Asked,
): Promise<string> {
  const { tools, target } = session;
  return tools
    .withEnvVariable('PROVE_DEPLOY', `${about} ${String(Date.now())}`)
    .withExec(within(300, [...target.kubectl, '--namespace', namespace, ...words]), { stdin: input })
    .stdout();
}

/** Disturbs a pod while the update runs. */
async function disturb({ session, namespace, project }: RolloutPlan, what: 'kill' | 'stop'): Promise<void> {
  const settings: DisturbSettings & { readonly at: number } = {
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
