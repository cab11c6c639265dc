/**
 * Ends what `update.js` began, as it was decided: `keep` the version that is proved, `go-back` to the one before, or
 * `leave` everything as it is. Takes the probe away and gives the lease back.
 *
 * Usage: node finish.js SETTINGS RECORD
 */
import { bring, observe, replicasOf } from './bring.js';
import { removeCompanions } from './companions.js';
import { StepError } from './command.js';
import { giveNodesBack } from './drain.js';
import { clusterLogs } from './kind-logs.js';
import { kubeFor } from './kube.js';
import { keepVersion, keptVersion, settingsBack } from './kept.js';
import { giveLeaseBack, keepLease } from './lease.js';
import { render } from './objects.js';
import { podReports } from './pod-reports.js';
import { main, recorder } from './steps.js';

async function keep(kube, settings, step) {
  await step('keep', async () => {
    await keepVersion(kube, settings.project, await provedOf(kube, settings));
    return { detail: 'the manifests are kept for a rollback' };
  });
  return {};
}

/** The version that was proved just now. */
async function provedOf(kube, settings) {
  if (settings.back) return keptVersion(kube, settings.project, 'before');
  return { version: settings.version, objects: await render(settings, settings.folder) };
}

/** Brings the version back that was proved last, and observes it as any other. */
async function goBack(kube, settings, step) {
  const pods = await podReports(kube);
  return step('rollback', async () => {
    const kept = await keptVersion(kube, settings.project);
    if (kept === undefined) throw new StepError('no version is kept', { rule: 'rollback' });
    const times = {};
    const timed = async (name, work) => {
      const begun = Date.now();
      const { value } = await work();
      times[name] = Date.now() - begun;
      return value;
    };
    const { version, objects } = kept;
    const brought = await bring(kube, settings, { objects, step: timed, patient: true });
    const expected = { ...version, replicas: replicasOf(objects) };
    const own = { ...settings, podNode: version.node };
    const observations = await observe(kube, own, { expected, brought, step: timed });
    const parts = Object.entries(times).map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`);
    return {
      value: { observations, pods, endedAt: Date.now(), leavingMs: times['old-pods'] ?? 0 },
      detail: `revision ${version.revision} is back (${parts.join(', ')})`,
    };
  });
}

async function finish(given, { step }) {
  const kube = kubeFor(given);
  const { settings } = await settingsBack(kube, given);
  const endLease = keepLease(kube, settings);
  try {
    const ways = {
      keep: () => keep(kube, settings, step),
      'go-back': () => goBack(kube, settings, step),
      leave: async () => ({ pods: await podReports(kube) }),
    };
    const ended = await ways[settings.way]();
    return { ...ended, ...(settings.way === 'keep' ? {} : await clusterLogs(settings.kindLogs)) };
  } finally {
    endLease();
    // Of a drain that was ended by force; one that ended by itself has done so.
    if (settings.nodes && settings.way !== 'keep') await giveNodesBack(kube, settings);
    await removeCompanions(kube, settings, { wait: false });
    await giveLeaseBack(kube, settings);
  }
}

await main(async (settings) => {
  const record = recorder(settings.startedAt);
  return record.recordOf(() => finish(settings, record));
});
