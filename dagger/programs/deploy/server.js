/* What the server says of the cluster. */
import { poll, pollOrFail, run, StepError } from './command.js';

/** Version and nodes, once the server answers. @throws StepError when it does not */
export async function factsOf({ kubectl, serverSeconds = 20 }) {
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

/** Waits until pods can be started on every node. @throws StepError */
export async function waitForNodes(settings) {
  await pollOrFail(
    async () => {
      const { nodes } = await factsOf(settings);
      if (nodes === undefined) return { waitingFor: 'the server to name its nodes' };
      const late = nodes.filter((node) => !isReady(node)).map(({ metadata }) => metadata.name);
      return late.length === 0 ? { value: true } : { waitingFor: `nodes to be ready: ${late.join(', ')}` };
    },
    { seconds: 180, rule: 'nodes' },
  );
}
