/* Several nodes: where the pods of a version stand, and what becomes of them when a node is drained while they are in use. */
import { StepError } from './command.js';
import { drainOne, giveNodesBack } from './drain.js';
import { isAskedFor, takes } from './node-fit.js';
import { standing, stateOf } from './rollout.js';

/**
 * Nodes, and the drain of one of them where it can prove something: two nodes for two replicas, on a cluster of the
 * pipeline's own kind. A node of somebody else's is not cordoned.
 * @returns `{nodes}` or `{nodes, drain}`, each as it was seen or `{unobserved}`
 */
export async function observeNodes(kube, settings, { rollout, smoke, workload, timeline, least, step }) {
  if (!rollout.complete) return { nodes: { unobserved: 'the rollout was not complete' } };
  const nodes = await unlessRefused(() => nodesOf(kube, settings, workload));
  const { ours, eligible = [], pods = [] } = nodes;
  if (!ours || eligible.length < 2 || pods.length < 2) return { nodes };
  const bad = badAlready({ smoke, pods });
  if (bad !== undefined) return { nodes, drain: { unobserved: `not tried: ${bad}` } };
  const drain = await step('drain', async () => {
    const value = await unlessRefused(() => drainOne(kube, settings, { workload, timeline, least }));
    return { value, ...wordsOf(value) };
  });
  return { nodes, drain };
}

/** A version that is bad already is to go, and its users are not to be harmed by a drain too. */
function badAlready({ smoke, pods }) {
  if ((smoke?.exitCode ?? 0) !== 0) return 'the conversation had failed';
  return new Set(pods.map(({ node }) => node)).size < 2 ? 'every replica stands on one node' : undefined;
}

/** What the cluster refuses here is no reason to stop looking: who decides is told of it. */
async function unlessRefused(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    const said = error.facts.evidence?.stderr.trim().split('\n').at(-1);
    return { unobserved: said ? `${error.message}: ${said}` : error.message };
  }
}

/** Nodes that take pods of the service, those that its pods ask for, and where its pods stand. */
async function nodesOf(kube, settings, workload) {
  const ours = settings.nodes;
  if (ours) await giveNodesBack(kube, settings);
  const listed = await kube.tryTo(['get', 'nodes', '--output', 'json']);
  // An account may have rights in its namespace alone, which is no fault of the version's.
  if (/\(Forbidden\)/.test(listed.stderr)) {
    return { readable: false, ours, eligible: [], admitted: [], pods: [] };
  }
  if (listed.exitCode !== 0) throw new StepError('the nodes could not be asked for', { evidence: listed });
  const { items } = JSON.parse(listed.stdout);
  const state = await stateOf(kube, workload);
  const template = state.deployment.spec.template.spec;
  const eligible = items.filter((node) => takes(node, template));
  return {
    ...{ readable: true, ours, eligible: eligible.map(nameOf) },
    admitted: eligible.filter((node) => isAskedFor(node, template)).map(nameOf),
    pods: standing(state).map((pod) => ({ name: nameOf(pod), node: pod.spec.nodeName })),
  };
}

const nameOf = ({ metadata }) => metadata.name;

function wordsOf({ unobserved, node, evicted, complete, waitedFor }) {
  if (unobserved !== undefined) return { outcome: 'unavailable', detail: unobserved };
  return complete
    ? { outcome: 'passed', detail: `${node}: ${evicted.join(', ')} evicted, every replica available again` }
    : { outcome: 'failed', detail: `${node}: waited for ${waitedFor}` };
}
