/**
 * Ends what `update.ts` began, as it was decided: `keep` the version that is proved, `roll-back` to the one before,
 * `take-away` a first one, or `leave` everything as it is. Removes the probe and releases the lease.
 *
 * Usage: node finish.ts SETTINGS RECORD
 */
import type { StepName } from '../../src/deploy/proof/model.ts';
import type { FinishFacts, PrintedObservations } from '../../src/deploy/stage/program-records.ts';
import type { FinishSettings } from '../../src/deploy/stage/program-settings.ts';
import { removeCompanions } from './companions/companions.ts';
import { clusterLogs } from './kind/kind-logs.ts';
import { type Kube, kubeFor } from './kube/kube.ts';
import { releaseLease, keepLease } from './kube/lease.ts';
import type { KubeObject } from './kube/types.ts';
import { keepVersion, keptVersion, type KeptVersion, rollbackSettings } from './manifests/kept.ts';
import { placed } from './manifests/address.ts';
import { madeObjects } from './manifests/made.ts';
import { objectsOf } from './manifests/objects.ts';
import { expectedOf } from './manifests/offers.ts';
import { titleOf } from './manifests/pod-templates.ts';
import { uncordonNodes } from './observe/drain.ts';
import { observe } from './observe/observe.ts';
import { podReports } from './observe/pod-reports.ts';
import { rollOut } from './rollout/roll-out.ts';
import { StepError } from './run/command.ts';
import { removeObjects, takeAway } from './take-away.ts';
import { type StepResult, main, recorder, type RunStep } from './run/steps.ts';

type Facts = FinishFacts<PrintedObservations>;

async function keep(kube: Kube, settings: FinishSettings): Promise<StepResult<Facts>> {
  await keepVersion(kube, settings.project, await provedVersion(kube, settings));
  return { value: {}, detail: 'the manifests are kept for a rollback' };
}

/** The version that was proved just now. @throws StepError */
async function provedVersion(kube: Kube, settings: FinishSettings): Promise<KeptVersion> {
  if (settings.back) return needKept(await keptVersion(kube, settings.project, 'before'));
  return { version: settings.version, objects: objectsOf(settings, settings.version) };
}

function needKept(kept: KeptVersion | undefined): KeptVersion {
  if (kept === undefined) throw new StepError('no version is kept', { rule: 'rollback' });
  return kept;
}

/** Rolls back to the version that was proved last, and observes it like a new version. */
async function rollBack(kube: Kube, settings: FinishSettings, step: RunStep): Promise<Facts> {
  const pods = await podReports(kube);
  return step('rollback', async () => {
    const { version, objects } = needKept(await keptVersion(kube, settings.project));
    const times = new Map<StepName, number>();
    const timed: RunStep = async (name, work) => {
      const begun = Date.now();
      const { value } = await work();
      times.set(name, Date.now() - begun);
      return value;
    };
    const rolledOut = await rollOut(kube, settings, { objects, step: timed, patient: true });
    const removed = await removeAdded(kube, settings, objects);
    const { address, settings: own } = placed({ ...settings, podNode: version.node }, objects);
    const expected = expectedOf(version, objects, own.port);
    const observations = await observe(kube, own, { expected, rolledOut, address, step: timed });
    const parts = [...times].map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`);
    return {
      value: { observations, pods, endedAt: Date.now(), leavingMs: times.get('old-pods') ?? 0 },
      detail: `revision ${version.revision} is back (${parts.join(', ')})${removed}`,
    };
  });
}

async function endAsDecided(kube: Kube, settings: FinishSettings, step: RunStep): Promise<Facts> {
  if (settings.way === 'keep') return step('keep', () => keep(kube, settings));
  const ended = await undo(kube, settings, step);
  return { ...ended, ...(await clusterLogs(settings.kindLogs)) };
}

/** Removes what the version that is not proved has made and the one before does not have; in words, what it was. */
async function removeAdded(
  kube: Kube,
  settings: FinishSettings,
  before: readonly KubeObject[],
): Promise<string> {
  if (settings.back) return '';
  const objects = objectsOf(settings, settings.version);
  const { removed } = madeObjects(objects, { created: settings.created, before });
  await removeObjects(kube, removed);
  return removed.length === 0 ? '' : `; removed, which it did not have: ${removed.map(titleOf).join(', ')}`;
}

/** Undoes a deployment that is not proved, as it was decided. */
async function undo(kube: Kube, settings: FinishSettings, step: RunStep): Promise<Facts> {
  if (settings.way === 'roll-back') return rollBack(kube, settings, step);
  const pods = await podReports(kube);
  if (settings.way === 'leave') return { pods };
  return { pods, ...(await step('rollback', () => takeAway(kube, settings))) };
}

async function finish(given: FinishSettings, step: RunStep): Promise<Facts> {
  const kube = kubeFor(given);
  const { settings } = await rollbackSettings(kube, given);
  const endLease = keepLease(kube, settings);
  try {
    return await endAsDecided(kube, settings, step);
  } finally {
    endLease();
    // For a drain that was killed; any other has uncordoned its node itself.
    if (settings.nodes && settings.way !== 'keep') await uncordonNodes(kube, settings);
    await removeCompanions(kube, settings, { wait: false });
    await releaseLease(kube, settings);
  }
}

await main<FinishSettings>((settings) => {
  const { step, recordOf } = recorder<Facts>(settings.startedAt);
  return recordOf(() => finish(settings, step));
});
