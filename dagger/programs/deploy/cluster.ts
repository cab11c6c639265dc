/**
 * Reaches a cluster, and creates it first if it is a kind cluster that does not exist. Loads images that are given.
 *
 * Usage: node cluster.ts SETTINGS RECORD
 */
import type { ClusterFacts } from '../../src/deploy/stage/program-records.ts';
import type { ClusterSettings } from '../../src/deploy/stage/program-settings.ts';
import { loadArchives } from './kind/archives.ts';
import { ensureKindCluster, notMade, takeLogs } from './kind/kind.ts';
import { factsOf } from './kind/server.ts';
import { nameOf } from './kube/read.ts';
import { say } from './run/command.ts';
import { main, recorder, type RunStep } from './run/steps.ts';

async function reach(settings: ClusterSettings, step: RunStep): Promise<ClusterFacts> {
  const { kind, archives } = settings;
  const facts = await step('cluster', async () => {
    const done = kind === null ? '' : await ensureKindCluster(kind, archives);
    const { version, nodes } = await factsOf(settings);
    const value: ClusterFacts = { version, ...(nodes === undefined ? {} : { nodes: nodes.map(nameOf) }) };
    return { value, detail: `Kubernetes ${version}${done}` };
  });
  if (kind === null) return facts;
  return { ...facts, loaded: await loadArchives(facts.nodes ?? [], archives) };
}

await main<ClusterSettings>(async (settings) => {
  say(`cluster ${settings.kind?.name ?? ''}`);
  const { step, recordOf } = recorder<ClusterFacts>(settings.startedAt);
  const record = await recordOf(() => reach(settings, step));
  return record.failure?.rule === notMade ? { ...record, ...(await takeLogs(settings)) } : record;
});
