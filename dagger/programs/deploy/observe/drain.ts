/* The drain of one node, as far as the service is concerned: its own pods are evicted, and nothing else. */
import type { Drain } from '../../../src/deploy/proof/node-facts.ts';
import type { Deadlines } from '../../../src/deploy/stage/program-settings.ts';
import { budgetOf, evict, type EvictionResult } from '../kube/evict.ts';
import type { Kube } from '../kube/kube.ts';
import { nameOf } from '../kube/read.ts';
import type { Deployment, Pod } from '../kube/types.ts';
import { watchRollout } from '../rollout/rollout.ts';
import { activePods, stateOf } from '../rollout/state.ts';
import type { Timeline } from '../rollout/timeline.ts';
import { StepError } from '../run/command.ts';
import { type PollResult, poll } from '../run/poll.ts';
import { isCordoned } from './node-fit.ts';
import { busyNodes, isOn, nodesUnder, colocatedPods } from './spread.ts';

/** The annotation with the project that cordoned a node: the next deployment ends the drain of a killed one. */
const cordonAnnotation = 'pipeline/drained-by';

/** Settings of a drain. */
export interface DrainSettings {
  readonly project: string;
  readonly deadlines: Pick<Deadlines, 'rolloutSeconds'>;
}

/** The version whose pods are evicted. */
export interface Version {
  readonly workload: Deployment;
  readonly timeline: Timeline;
  /** Replicas that the manifests ask for. */
  readonly least: number;
}

/** Uncordons the nodes that an earlier deployment of this project left cordoned. */
export async function uncordonNodes(kube: Kube, { project }: Pick<DrainSettings, 'project'>): Promise<void> {
  const nodes = await kube.list('Node');
  const left = nodes.filter(({ metadata }) => metadata.annotations?.[cordonAnnotation] === project);
  for (const node of left) await cordon(kube, nameOf(node), null);
}

/** Cordons a node for a project; uncordons it when that is null. */
async function cordon(kube: Kube, node: string, by: string | null): Promise<void> {
  const spec = { unschedulable: by === null ? null : true };
  const change = JSON.stringify({ metadata: { annotations: { [cordonAnnotation]: by } }, spec });
  await kube.must(['patch', 'node', node, '--type=merge', `--patch=${change}`]);
}

/**
 * Drains a node, waits until every replica is available elsewhere, and gives the node back whatever happened. Where pods
 * then share a node that they did not share before, one is evicted once more: a proof leaves the service as it found it.
 */
export async function drainOne(kube: Kube, settings: DrainSettings, version: Version): Promise<Drain> {
  const begun = Date.now();
  const before = activePods(await stateOf(kube, version.workload));
  const node = await nodeToDrain(kube, before);
  const [leaving, staying] = [before.filter(isOn(node)), before.filter((pod) => !isOn(node)(pod))];
  const budget = await budgetBefore(kube, version.workload);
  const evictions = new Evictions(kube, settings.deadlines.rolloutSeconds, version);
  let waitedFor;
  try {
    await cordon(kube, node, settings.project);
    waitedFor = await evictions.move(leaving, staying[0] ?? leaving[1]);
  } finally {
    await cordon(kube, node, null);
  }
  waitedFor ??= await evictions.move(await colocatedPod(kube, { node, version, before }));
  return {
    node,
    ...evictions.facts,
    ...(budget === undefined ? {} : { budget }),
    ...(waitedFor === undefined ? { complete: true } : { complete: false, waitedFor }),
    durationMs: Date.now() - begun,
  };
}

/** The node of a pod of the service on which the fewest other pods of the namespace stand: the database's is the last. */
async function nodeToDrain(kube: Kube, pods: readonly Pod[]): Promise<string> {
  const [node] = busyNodes(pods, await kube.list('Pod'));
  if (node === undefined) throw new StepError('no pod of the service runs on a node', { rule: 'drain' });
  return node;
}

/** The budget before the drain; it learns a moment later that a rollout has ended. */
async function budgetBefore(kube: Kube, workload: Deployment): Promise<Drain['budget']> {
  let budget: Drain['budget'];
  const look = async (): Promise<PollResult<true>> => {
    budget = await budgetOf(kube, workload);
    if (budget?.disruptionsAllowed === 0) return { waitingFor: `${budget.name} to allow a disruption` };
    return { value: true };
  };
  await poll(look, { seconds: 15 });
  return budget;
}

/** One of the pods that share a node, once the drained one takes pods again; none where they share no more than before. */
async function colocatedPod(
  kube: Kube,
  {
    node,
    version,
    before,
  }: { readonly node: string; readonly version: Version; readonly before: readonly Pod[] },
): Promise<Pod[]> {
  const now = activePods(await stateOf(kube, version.workload));
  if (nodesUnder(now).length >= nodesUnder(before).length) return [];
  const look = async (): Promise<PollResult<true>> => {
    const found = await kube.find('Node', node);
    return found !== undefined && isCordoned(found)
      ? { waitingFor: `${node} to take pods` }
      : { value: true };
  };
  await poll(look, { seconds: 15 });
  return colocatedPods(now).slice(0, 1);
}

/** Evictions of a drain, and what became of them. */
class Evictions {
  readonly #kube: Kube;
  readonly #seconds: number;
  readonly #version: Version;
  readonly #evicted: string[] = [];
  #refused = 0;
  #further: EvictionResult | undefined;

  constructor(kube: Kube, seconds: number, version: Version) {
    this.#kube = kube;
    this.#seconds = seconds;
    this.#version = version;
  }

  get facts(): Pick<Drain, 'evicted' | 'refused' | 'further'> {
    const further = this.#further;
    return {
      evicted: this.#evicted,
      refused: this.#refused,
      ...(further === undefined ? {} : { further }),
    };
  }

  /**
   * Evicts pods one after the other and waits until all replicas are there; answers what it waited for in vain.
   * @param other asked for too while one is missing: the budget must not let it go, and nothing is taken away by asking
   */
  async move(pods: readonly Pod[], other?: Pod): Promise<string | undefined> {
    for (const pod of pods) {
      const late = await this.#evict(nameOf(pod));
      if (late !== undefined) return late;
      if (other !== undefined) this.#further ??= await evict(this.#kube, nameOf(other), { dryRun: true });
    }
    return (await this.#untilGone(new Set(pods.map(nameOf)))) ?? (await this.#untilAvailable());
  }

  async #evict(name: string): Promise<string | undefined> {
    const look = async (): Promise<PollResult<true>> => {
      if ((await evict(this.#kube, name)) !== 'refused') return { value: true };
      this.#refused += 1;
      return { waitingFor: `the PodDisruptionBudget to let ${name} go` };
    };
    const { waitedFor } = await poll(look, { seconds: this.#seconds });
    if (waitedFor === undefined) this.#evicted.push(name);
    return waitedFor;
  }

  async #untilGone(names: ReadonlySet<string>): Promise<string | undefined> {
    const { workload, timeline } = this.#version;
    const look = async (): Promise<PollResult<true>> => {
      const { pods } = await stateOf(this.#kube, workload);
      timeline.look(pods);
      const left = pods.filter((pod) => names.has(nameOf(pod))).length;
      return left === 0 ? { value: true } : { waitingFor: `${String(left)} evicted pods to be gone` };
    };
    return (await poll(look, { seconds: this.#seconds })).waitedFor;
  }

  async #untilAvailable(): Promise<string | undefined> {
    const { workload, timeline, least } = this.#version;
    const watched = await watchRollout(this.#kube, workload, { seconds: this.#seconds, timeline, least });
    return watched.waitedFor;
  }
}
