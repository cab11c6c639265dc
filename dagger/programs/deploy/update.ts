/**
 * Rolls out a version while a probe and a load use the service, and records everything that the proof is
 * decided from. A fresh cluster first gets a baseline, so that every run proves an update.
 *
 * Usage: node update.ts SETTINGS RECORD
 */
import { setTimeout as pause } from 'node:timers/promises';

import type { ServiceAddress } from '../../src/deploy/proof/use-words.ts';
import type { PrintedObservations, UpdateFacts } from '../../src/deploy/stage/program-records.ts';
import type { UpdateSettings } from '../../src/deploy/stage/program-settings.ts';
import { type Admission, examine, setMissing } from './admission/admission.ts';
import { validateInOrder } from './admission/definitions.ts';
import { refuseProblems } from './admission/findings.ts';
import { withNewJobs } from './admission/new-jobs.ts';
import { deployBaseline } from './baseline.ts';
import { startCompanions } from './companions/companions.ts';
import { figures } from './companions/figures.ts';
import { type Kube, kubeFor } from './kube/kube.ts';
import { keepLease, takeLease } from './kube/lease.ts';
import { ensureNamespace } from './kube/namespace.ts';
import type { KubeObject } from './kube/types.ts';
import { keptVersion, rollbackSettings } from './manifests/kept.ts';
import { type Placed, placed } from './manifests/address.ts';
import { objectsOf } from './manifests/objects.ts';
import { newIn } from './manifests/made.ts';
import { expectedOf } from './manifests/offers.ts';
import { observe } from './observe/observe.ts';
import { podReports } from './observe/pod-reports.ts';
import { rollOut, validate } from './rollout/roll-out.ts';
import { type StepResult, main, type Recorder, recorder } from './run/steps.ts';

type Facts = UpdateFacts<PrintedObservations>;

/** Milliseconds for which a first version is asked before it counts as observed. */
const firstLookMs = 5000;

/** The version to roll out: rendered from the source or, for a rollback, kept by the cluster. */
async function wanted(
  given: UpdateSettings,
): Promise<StepResult<Placed<UpdateSettings> & { readonly objects: readonly KubeObject[] }>> {
  const { settings, objects: kept } = await rollbackSettings(kubeFor(given), given);
  if (kept !== undefined) {
    return {
      value: { ...placed(settings, kept), objects: kept },
      detail: `revision ${settings.version.revision}`,
    };
  }
  const objects = objectsOf(settings, settings.version);
  return { value: { ...placed(settings, objects), objects }, detail: `${String(objects.length)} objects` };
}

/** Starts the pods that use the service, and begins their figures when they are served. */
async function use(
  kube: Kube,
  settings: UpdateSettings,
  objects: readonly KubeObject[],
): Promise<StepResult<undefined>> {
  await startCompanions(kube, settings, objects);
  await figures(kube, settings);
  return { value: undefined, detail: 'the service is in use' };
}

async function update(given: UpdateSettings, record: Recorder<Facts>): Promise<Facts> {
  const { step } = record;
  const { settings, objects, address } = await step('render', () => wanted(given));
  const kube = kubeFor(settings);
  const admission = await step('admission', async () => {
    const value = await examine(kube, settings, objects);
    const created = newIn(objects, value.cluster.same);
    record.tell({ notes: value.notes, ...(created === undefined ? {} : { created }) });
    refuseProblems(value.problems);
    return { value, detail: 'nothing is known that would fail' };
  });
  await step('lock', async () => {
    await ensureNamespace(kube, objects);
    await takeLease(kube, settings);
    return { value: undefined, detail: `the lease is ${settings.holder}'s` };
  });
  const endLease = keepLease(kube, settings);
  try {
    await admit(kube, objects, { admission, step });
    return await rollOutAndObserve(kube, settings, { objects, address, record });
  } finally {
    endLease();
  }
}

/** Refuses a deployment before anything that serves is changed. */
async function admit(
  kube: Kube,
  objects: readonly KubeObject[],
  { admission, step }: Pick<Recorder<Facts>, 'step'> & { readonly admission: Admission },
): Promise<void> {
  await step('validate', async () => {
    const { kinds, same } = admission.cluster;
    const asNew = (part: readonly KubeObject[]): KubeObject[] => withNewJobs(part, same);
    await validateInOrder(kube, objects, { kinds, validate: (part) => validate(kube, asNew(part)) });
    return { value: undefined, detail: 'the server accepts every object in strict validation' };
  });
  await step('secrets', async () => {
    const made = await setMissing(kube, objects, admission);
    return { value: made, detail: made.length === 0 ? 'all there' : `set ${made.join(', ')}` };
  });
}

async function rollOutAndObserve(
  kube: Kube,
  settings: UpdateSettings,
  {
    objects,
    address,
    record: { step, tell },
  }: {
    readonly objects: readonly KubeObject[];
    readonly address: ServiceAddress;
    readonly record: Recorder<Facts>;
  },
): Promise<Facts> {
  const kept = await keptVersion(kube, settings.project);
  const { baseline } = settings;
  const first = kept === undefined && baseline !== null;
  const previous = first ? await step('baseline', () => deployBaseline(kube, settings, baseline)) : kept;
  // A rollback needs these facts, whatever fails from here on.
  const known = { baseline: first, ...(previous === undefined ? {} : { previous: previous.version }) };
  tell(known);
  if (previous !== undefined) await step('fill', () => use(kube, settings, previous.objects));
  const jobs: string[] = [];
  const began = (title: string): void => {
    jobs.push(title);
    tell({ jobs });
  };
  // The Jobs of the version before have run when it was deployed.
  const runs = settings.back ? {} : { began };
  const rolledOut = await rollOut(kube, settings, { objects, step, ...runs });
  const { complete } = rolledOut.rollout;
  if (previous === undefined && complete) {
    await step('fill', () => use(kube, settings, objects));
    await pause(firstLookMs);
  }
  const expected = expectedOf(settings.version, objects, settings.port);
  const drains = !settings.back;
  const observations = await observe(kube, settings, { expected, rolledOut, address, step, drains });
  return {
    ...known,
    observations,
    seenAt: rolledOut.seenAt,
    service: address,
    ...(complete ? {} : { pods: await podReports(kube) }),
  };
}

await main<UpdateSettings>((settings) => {
  const record = recorder<Facts>(settings.startedAt);
  return record.recordOf(() => update(settings, record));
});
