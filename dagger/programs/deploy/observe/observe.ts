/* Observes a version after its rollout, for the proof. */
import type { Expected } from '../../../src/deploy/proof/observations.ts';
import type { Observed } from '../../../src/deploy/proof/observed.ts';
import type { Ended, Health } from '../../../src/deploy/proof/traffic.ts';
import type { ServiceAddress } from '../../../src/deploy/proof/use-words.ts';
import type { PrintedObservations } from '../../../src/deploy/stage/program-records.ts';
import { figures } from '../companions/figures.ts';
import type { Kube } from '../kube/kube.ts';
import { isReady } from '../kube/read.ts';
import type { WatchedVersion } from '../rollout/roll-out.ts';
import { waitForOldPods } from '../rollout/rollout.ts';
import { stateOf } from '../rollout/state.ts';
import type { StepResult, RunStep } from '../run/steps.ts';
import { converse } from './conversation.ts';
import { observeHealth } from './health.ts';
import type { PodSettings } from './inside.ts';
import { observeNodes } from './nodes.ts';
import { observePods } from './pods.ts';

/** Options of an observation. */
export interface ObserveOptions {
  readonly expected: Expected;
  readonly rolledOut: WatchedVersion;
  /** The Service, and the port to ask it at. */
  readonly address: ServiceAddress;
  readonly step: RunStep;
  /** Observes the nodes too, and drains one: for a new version, not after a rollback. Default false. */
  readonly drains?: boolean;
}

/** Observes a version, whatever the outcome of its rollout. */
export async function observe(
  kube: Kube,
  settings: PodSettings,
  { expected, rolledOut, address, step, drains = false }: ObserveOptions,
): Promise<PrintedObservations> {
  const { rollout, workload, timeline } = rolledOut;
  const oldPods = rollout.complete
    ? await step('old-pods', () => oldPodsGone(kube, settings, rolledOut))
    : { unobserved: 'the rollout was not complete, so pods of the previous version may still run' };
  const isHeld = rollout.complete && settings.files.conversation !== null;
  const smoke = isHeld ? await step('smoke', () => held(kube, settings)) : undefined;
  const version = { workload, timeline, least: expected.replicas };
  // A drain waits for pods to start as the rollout did.
  const deadlines = { ...settings.deadlines, rolloutSeconds: rollout.deadlineMs / 1000 };
  const nodes = drains
    ? await observeNodes(kube, { ...settings, deadlines }, { version, rollout, smoke, step })
    : {};
  return step('proof', async () => {
    const answered: Promise<Observed<Health>> = rollout.complete
      ? observeHealth(kube, settings, { address, offers: expected.offers })
      : Promise.resolve({ unobserved: 'the rollout was not complete' });
    const [seen, health] = await Promise.all([observePods(kube, settings, workload), answered]);
    const isDown = !(await stateOf(kube, workload)).pods.some(isReady);
    const value = {
      expected,
      rollout: { ...rollout, events: timeline.events },
      oldPods,
      ...seen,
      health,
      ...(await figures(kube, settings, { isDown })),
      ...nodes,
      ...(smoke === undefined ? {} : { smoke }),
    };
    return { value, detail: `${String(seen.pods.length)} pods looked at` };
  });
}

async function oldPodsGone(
  kube: Kube,
  { deadlines }: PodSettings,
  { workload, timeline }: WatchedVersion,
): Promise<StepResult<string[]>> {
  const value = await waitForOldPods(kube, workload, { seconds: deadlines.oldPodsSeconds, timeline });
  return value.length === 0
    ? { value, detail: 'no pod of the version before is left' }
    : { value, detail: `still there: ${value.join(', ')}`, outcome: 'failed' };
}

async function held(kube: Kube, settings: PodSettings): Promise<StepResult<Observed<Ended> | undefined>> {
  const value = await converse(kube, settings);
  return { value, detail: 'the conversation was held through the Service', outcome: outcomeOf(value) };
}

function outcomeOf(smoke: Observed<Ended> | undefined): 'passed' | 'failed' | 'unavailable' {
  if (smoke === undefined) return 'passed';
  if ('unobserved' in smoke) return 'unavailable';
  return smoke.exitCode === 0 ? 'passed' : 'failed';
}
