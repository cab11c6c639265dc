/**
 * Brings a version to the cluster while a probe and a load use the service, and records everything that the proof is
 * decided from. A fresh cluster first gets a baseline, so that every run proves an update.
 *
 * Usage: node update.js SETTINGS RECORD
 */
import { setTimeout as pause } from 'node:timers/promises';

import { bring, observe, replicasOf, validate } from './bring.js';
import { figures, startCompanions } from './companions.js';
import { kubeFor } from './kube.js';
import { keptVersion, keepVersion, settingsBack } from './kept.js';
import { keepLease, takeLease } from './lease.js';
import { render, serviceOf, workloadOf } from './objects.js';
import { podReports } from './pod-reports.js';
import { makeSecrets } from './secrets.js';
import { main, recorder } from './steps.js';
import { StepError } from './command.js';

/** Milliseconds for which a first version is asked before it counts as observed. */
const firstLookMs = 5000;

/** The namespace must be there before the server can say anything about what goes into it. */
async function needNamespace(kube, objects) {
  if ((await kube.find('namespace', kube.namespace)) !== undefined) return;
  const rendered = objects.find(
    ({ kind, metadata }) => kind === 'Namespace' && metadata.name === kube.namespace,
  );
  const evidence = await kube.apply([
    rendered ?? { apiVersion: 'v1', kind: 'Namespace', metadata: { name: kube.namespace } },
  ]);
  if (evidence.exitCode !== 0) throw new StepError('the namespace could not be made', { evidence });
}

/** Starts what uses the service, and lets the figures begin when it is served. */
async function use(kube, settings, objects) {
  const workload = workloadOf(objects);
  await startCompanions(kube, settings, { workload, service: serviceOf(objects, workload) });
  await figures(kube, settings);
  return { detail: 'the service is in use' };
}

/** A version to go from, on a cluster that has none. It is used as soon as it is ready: how long it stays so proves nothing. */
async function bringBaseline(kube, settings) {
  const { version } = settings.baseline;
  const objects = await render(settings, settings.baseline.folder);
  const quiet = async (_, work) => (await work()).value;
  const { rollout } = await bring(kube, settings, { objects, step: quiet, until: 'ready' });
  if (!rollout.complete) throw new StepError(`waited for ${rollout.waitedFor}`, { rule: 'baseline' });
  await keepVersion(kube, settings.project, { version, objects });
  return { value: { version, objects }, detail: `revision ${version.revision} serves` };
}

/** What is to be brought: rendered from the source, or, to go back, what the cluster kept of the version before. */
async function wanted(kube, given) {
  const { settings, objects: kept } = await settingsBack(kube, given);
  if (kept !== undefined) return { settings, objects: kept, detail: `revision ${settings.version.revision}` };
  const objects = await render(settings, settings.folder);
  return { settings, objects, detail: `${String(objects.length)} objects` };
}

async function update(given, { step, tell }) {
  const { settings, objects } = await step('render', async () => {
    const value = await wanted(kubeFor(given), given);
    return { value, detail: value.detail };
  });
  const kube = kubeFor(settings);
  await step('lock', async () => {
    await needNamespace(kube, objects);
    await takeLease(kube, settings);
    return { detail: `the lease is ${settings.holder}'s` };
  });
  const endLease = keepLease(kube, settings);
  try {
    return await updateLocked(kube, settings, { objects, step, tell });
  } finally {
    endLease();
  }
}

async function updateLocked(kube, settings, { objects, step, tell }) {
  await step('validate', async () => {
    await validate(kube, objects);
    return { detail: 'the server takes every object, strictly' };
  });
  await step('secrets', async () => {
    const made = await makeSecrets(kube, objects, settings);
    return { detail: made.length === 0 ? 'all there' : `made ${made.join(', ')}` };
  });
  const kept = await keptVersion(kube, settings.project);
  const baseline = kept === undefined && settings.baseline !== null;
  const previous = baseline ? await step('baseline', () => bringBaseline(kube, settings)) : kept;
  // What there is to go back to has to be known whatever fails from here on.
  tell({ baseline, ...(previous === undefined ? {} : { previous: previous.version }) });
  if (previous !== undefined) await step('fill', () => use(kube, settings, previous.objects));
  const brought = await bring(kube, settings, { objects, step });
  if (previous === undefined && brought.rollout.complete) {
    await step('fill', () => use(kube, settings, objects));
    await pause(firstLookMs);
  }
  const expected = { ...settings.version, replicas: replicasOf(objects) };
  const observations = await observe(kube, settings, { expected, brought, step, drains: !settings.back });
  const end = brought.rollout.complete ? {} : { pods: await podReports(kube) };
  const { metadata, spec } = serviceOf(objects, workloadOf(objects));
  const service = { name: metadata.name, port: spec.ports[0].port };
  return { observations, seenAt: brought.seenAt, service, ...end };
}

await main(async (settings) => {
  const record = recorder(settings.startedAt);
  return record.recordOf(() => update(settings, record));
});
