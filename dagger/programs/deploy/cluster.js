/**
 * Reaches a cluster, and makes it first where it is kind's and not there. Loads images that are given.
 *
 * Usage: node cluster.js SETTINGS RECORD
 */
import { say } from './command.js';
import { needKind, notMade, takeLogs } from './kind.js';
import { loadArchives } from './load.js';
import { factsOf } from './server.js';
import { main, recorder } from './steps.js';

async function reach(settings, { step }) {
  const { kind, archives } = settings;
  const facts = await step('cluster', async () => {
    const done = kind === null ? '' : await needKind(kind, archives);
    const { version, nodes } = await factsOf(settings);
    const names = nodes?.map(({ metadata }) => metadata.name);
    const value = { version, ...(names === undefined ? {} : { nodes: names }) };
    return { value, detail: `Kubernetes ${version}${done}` };
  });
  if (kind === null) return facts;
  return { ...facts, loaded: await loadArchives(facts.nodes, archives) };
}

await main(async (settings) => {
  say(`cluster ${settings.kind?.name ?? ''}`);
  const record = recorder(settings.startedAt);
  const ended = await record.recordOf(() => reach(settings, record));
  return ended.failure?.rule === notMade ? { ...ended, ...(await takeLogs(settings)) } : ended;
});
