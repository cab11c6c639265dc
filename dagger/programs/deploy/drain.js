/* The drain of one node, as far as the service is concerned: its own pods are evicted, and nothing else. */
import { poll } from './command.js';
import { budgetOf, evict } from './evict.js';
import { isCordoned } from './node-fit.js';
import { standing, stateOf, watchRollout } from './rollout.js';

/** Who cordoned a node, so that a run that was ended by force does not leave it so. */
const mark = 'messenger-deploy/drained-by';

/** Lets nodes take pods again that a deployment of this project left cordoned. */
export async function giveNodesBack(kube, { project }) {
  const { items } = JSON.parse(await kube.must(['get', 'nodes', '--output', 'json']));
  const left = items.filter(({ metadata }) => metadata.annotations?.[mark] === project);
  for (const { metadata } of left) await cordon(kube, metadata.name, null);
}

/** Cordons a node, or with nobody as `by` ends that. */
async function cordon(kube, node, by) {
  const spec = { unschedulable: by === null ? null : true };
  const change = JSON.stringify({ metadata: { annotations: { [mark]: by } }, spec });
  await kube.must(['patch', 'node', node, '--type=merge', `--patch=${change}`]);
}

/**
 * Drains a node, waits until every replica is available elsewhere, and gives the node back whatever happened. Where pods
 * then share a node that they did not share before, one is evicted once more: a proof leaves the service as it found it.
 */
export async function drainOne(kube, settings, { workload, timeline, least }) {
  const begun = Date.now();
  const { rolloutSeconds: seconds } = settings.deadlines;
  const before = standing(await stateOf(kube, workload));
  const node = await nodeToDrain(kube, before);
  const [leaving, staying] = [before.filter(on(node)), before.filter((pod) => !on(node)(pod))];
  const seen = { node, evicted: [], refused: 0, ...(await budgetFacts(kube, workload)) };
  const move = (pods, other) => moved(kube, { ...{ seen, pods, other, workload, timeline, least, seconds } });
  let waitedFor;
  try {
    await cordon(kube, node, settings.project);
    waitedFor = await move(leaving, staying[0] ?? leaving[1]);
  } finally {
    await cordon(kube, node, null);
  }
  waitedFor ??= await move(await surplusOf(kube, { node, workload, before }));
  const end = waitedFor === undefined ? { complete: true } : { complete: false, waitedFor };
  return { ...seen, ...end, durationMs: Date.now() - begun };
}

const on = (node) => (pod) => pod.spec.nodeName === node;
const nodesOf = (pods) => [...new Set(pods.map(({ spec }) => spec.nodeName))];

/** The node of a pod of the service on which the fewest other pods of the namespace stand: the database's is the last. */
async function nodeToDrain(kube, pods) {
  const all = JSON.parse(await kube.must(['get', 'pods', '--output', 'json'])).items;
  const own = new Set(pods.map(({ metadata }) => metadata.name));
  const others = (node) => all.filter((pod) => on(node)(pod) && !own.has(pod.metadata.name)).length;
  return nodesOf(pods).toSorted((left, right) => others(left) - others(right))[0];
}

/** What the budget allows; it is told of a rollout that has just ended a moment later. */
async function budgetFacts(kube, workload) {
  let budget;
  const ask = async () => {
    budget = await budgetOf(kube, workload);
    if (budget !== undefined && budget.disruptionsAllowed === 0)
      return { waitingFor: `${budget.name} to allow a disruption` };
    return { value: true };
  };
  await poll(ask, { seconds: 15 });
  return budget === undefined ? {} : { budget };
}

/** One of the pods that share a node, once the drained one takes pods again; none where they share no more than before. */
async function surplusOf(kube, { node, workload, before }) {
  const now = standing(await stateOf(kube, workload));
  if (nodesOf(now).length >= nodesOf(before).length) return [];
  const ask = async () =>
    isCordoned(await kube.find('node', node)) ? { waitingFor: `${node} to take pods` } : { value: true };
  await poll(ask, { seconds: 15 });
  return now.filter((pod, index) => now.findIndex(on(pod.spec.nodeName)) !== index).slice(0, 1);
}

/** Evicts pods one after the other and waits until all replicas are there; answers what it waited for in vain. */
async function moved(kube, { seen, pods, other, workload, timeline, least, seconds }) {
  for (const { metadata } of pods) {
    const late = await evictInTime(kube, metadata.name, { seen, seconds });
    if (late !== undefined) return late;
    // While one is missing, the budget must not let another go; nothing is taken away by asking.
    if (other !== undefined) seen.further ??= await evict(kube, other.metadata.name, { dryRun: true });
  }
  const names = new Set(pods.map(({ metadata }) => metadata.name));
  const gone = async () => {
    const state = await stateOf(kube, workload);
    timeline.look(state.pods);
    const left = state.pods.filter(({ metadata }) => names.has(metadata.name)).length;
    return left === 0 ? { value: true } : { waitingFor: `${String(left)} evicted pods to be gone` };
  };
  const { waitedFor } = await poll(gone, { seconds });
  return waitedFor ?? (await watchRollout(kube, workload, { seconds, timeline, least })).waitedFor;
}

async function evictInTime(kube, name, { seen, seconds }) {
  const ask = async () => {
    if ((await evict(kube, name)) !== 'refused') return { value: true };
    seen.refused += 1;
    return { waitingFor: `the PodDisruptionBudget to let ${name} go` };
  };
  const { waitedFor } = await poll(ask, { seconds });
  if (waitedFor === undefined) seen.evicted.push(name);
  return waitedFor;
}
