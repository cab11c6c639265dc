/**
 * Reaches a cluster, and makes it first where it is kind's and not there. Loads images that are given.
 *
 * Usage: node cluster.js SETTINGS RECORD
 */
import { poll, pollOrFail, run, say, StepError } from './command.js';
import { needKind, notMade, takeLogs } from './kind.js';
import { loadArchive } from './load.js';
import { main, recorder } from './steps.js';

/** Version and nodes, once the server answers. */
async function factsOf({ kubectl, serverSeconds }) {
  const last = {};
  const ask = async () => {
    last.evidence = await run([...kubectl, 'version', '--output', 'json'], { seconds: 15 });
    if (last.evidence.exitCode !== 0) return { waitingFor: 'the server to answer' };
    return { value: JSON.parse(last.evidence.stdout).serverVersion.gitVersion };
  };
  const { value: version } = await poll(ask, { seconds: serverSeconds });
  if (version === undefined) throw new StepError('the server does not answer', last);
  const nodes = await run([...kubectl, 'get', 'nodes', '--output', 'json']);
  return nodes.exitCode === 0 ? { version, nodes: JSON.parse(nodes.stdout).items } : { version };
}

const isReady = ({ status }) =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');

async function waitForNodes(settings) {
  await pollOrFail(
    async () => {
      const { nodes = [] } = await factsOf(settings);
      const late = nodes.filter((node) => !isReady(node)).map(({ metadata }) => metadata.name);
      return late.length === 0 ? { value: true } : { waitingFor: `nodes to be ready: ${late.join(', ')}` };
    },
    { seconds: 180, rule: 'nodes' },
  );
}

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
  const loads = async () => {
    const loaded = [];
    for (const archive of archives) loaded.push(await loadArchive(facts.nodes, archive));
    return loaded;
  };
  const [loaded] = await Promise.all([loads(), waitForNodes(settings)]);
  return { ...facts, loaded };
}

await main(async (settings) => {
  say(`cluster ${settings.kind?.name ?? ''}`);
  const record = recorder(settings.startedAt);
  const ended = await record.recordOf(() => reach(settings, record));
  return ended.failure?.rule === notMade ? { ...ended, ...(await takeLogs(settings)) } : ended;
});
