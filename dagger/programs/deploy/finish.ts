/**
 * Ends what `update.ts` began, as it was decided: `keep` the version that is proved, `roll-back` to the one before, or
 * `leave` everything as it is. Removes the probe and releases the lease.
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
import { keepVersion, keptVersion, type KeptVersion, rollbackSettings } from './manifests/kept.ts';
import { placed } from './manifests/address.ts';
import { objectsOf } from './manifests/objects.ts';
import { expectedOf } from './manifests/offers.ts';
import { uncordonNodes } from './observe/drain.ts';
import { observe } from './observe/observe.ts';
import { podReports } from './observe/pod-reports.ts';
import { rollOut } from './rollout/roll-out.ts';
import { StepError } from './run/command.ts';
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
    const { address, settings: own } = placed({ ...settings, podNode: version.node }, objects);
    const expected = expectedOf(version, objects, own.port);
    const observations = await observe(kube, own, { expected, rolledOut, address, step: timed });
    const parts = [...times].map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`);
    return {
      value: { observations, pods, endedAt: Date.now(), leavingMs: times.get('old-pods') ?? 0 },
      detail: `revision ${version.revision} is back (${parts.join(', ')})`,
    };
  });
}

async function endAsDecided(kube: Kube, settings: FinishSettings, step: RunStep): Promise<Facts> {
  if (settings.way === 'keep') return step('keep', () => keep(kube, settings));
  const ended =
    settings.way === 'roll-back' ? await rollBack(kube, settings, step) : { pods: await podReports(kube) };
  return { ...ended, ...(await clusterLogs(settings.kindLogs)) };
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
