/* Several nodes: where the pods of a version stand, and what becomes of them when a node is drained while they are in use. */
import type { Drain, Nodes } from '../../../src/deploy/proof/node-facts.ts';
import type { Observed, Unobserved } from '../../../src/deploy/proof/observed.ts';
import type { Ended } from '../../../src/deploy/proof/traffic.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import type { Kube } from '../kube/kube.ts';
import { isOf, nameOf, objectsIn } from '../kube/read.ts';
import type { Deployment } from '../kube/types.ts';
import { activePods, stateOf } from '../rollout/state.ts';
import { lastLine, StepError } from '../run/command.ts';
import type { StepResult, RunStep } from '../run/steps.ts';
import { drainOne, type DrainSettings, uncordonNodes, type Version } from './drain.ts';
import { isAskedFor, takes } from './node-fit.ts';

/** A version as far as nodes are concerned. */
export interface NodesQuestion {
  readonly version: Version;
  readonly rollout: { readonly complete: boolean };
  /** The end of the conversation; undefined where there was none. */
  readonly smoke: Observed<Pick<Ended, 'exitCode'>> | undefined;
  readonly step: RunStep;
}

/** Settings of an observation of the nodes. */
export type NodesSettings = DrainSettings & Pick<UpdateSettings, 'nodes'>;

/** Nodes, and the drain of one where it was tried. */
export interface NodesAnswer {
  readonly nodes: Observed<Nodes>;
  readonly drain?: Observed<Drain>;
}

/**
 * Looks at nodes, and drains one of them where that can prove something: two nodes for two replicas, on a cluster of the
 * pipeline's own kind. Nodes of another owner are never cordoned.
 */
export async function observeNodes(
  kube: Kube,
  settings: NodesSettings,
  { version, rollout, smoke, step }: NodesQuestion,
): Promise<NodesAnswer> {
  if (!rollout.complete) return { nodes: { unobserved: 'the rollout was not complete' } };
  const nodes = await unlessRefused(() => nodesOf(kube, settings, version.workload));
  if ('unobserved' in nodes) return { nodes };
  const { ours, eligible, pods } = nodes;
  if (!ours || eligible.length < 2 || pods.length < 2) return { nodes };
  const reason = drainBlocker({ smoke, pods });
  if (reason !== undefined) return { nodes, drain: { unobserved: `not tried: ${reason}` } };
  const drain = await step('drain', async () =>
    drained(await unlessRefused(() => drainOne(kube, settings, version))),
  );
  return { nodes, drain };
}

/** Why no node is drained: a version that is bad already is to go, and its users are not to be harmed by a drain too. */
function drainBlocker({
  smoke,
  pods,
}: Pick<NodesQuestion, 'smoke'> & Pick<Nodes, 'pods'>): string | undefined {
  if (smoke !== undefined && !('unobserved' in smoke) && smoke.exitCode !== 0) {
    return 'the conversation had failed';
  }
  return new Set(pods.map(({ node }) => node)).size < 2 ? 'every replica runs on the same node' : undefined;
}

/** A refusal of the cluster does not end the observation: the proof is decided with it. */
async function unlessRefused<T>(work: () => Promise<T>): Promise<T | Unobserved> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    const { evidence } = error.facts;
    const said = evidence === undefined ? '' : lastLine(evidence);
    return { unobserved: said === '' ? error.message : `${error.message}: ${said}` };
  }
}

/** Nodes that take pods of the service, those that its pods ask for, and where its pods stand. */
async function nodesOf(kube: Kube, settings: NodesSettings, workload: Deployment): Promise<Nodes> {
  const ours = settings.nodes;
  if (ours) await uncordonNodes(kube, settings);
  const listed = await kube.tryTo(['get', 'nodes', '--output', 'json']);
  // An account may have rights in its namespace alone, which is no fault of the version's.
  if (/\(Forbidden\)/.test(listed.stderr)) {
    return { readable: false, ours, eligible: [], admitted: [], pods: [] };
  }
  if (listed.exitCode !== 0) throw new StepError('the nodes could not be asked for', { evidence: listed });
  const state = await stateOf(kube, workload);
  const template = (state.deployment ?? workload).spec.template.spec;
  const eligible = objectsIn(listed.stdout)
    .filter(isOf('Node'))
    .filter((node) => takes(node, template));
  return {
    readable: true,
    ours,
    eligible: eligible.map(nameOf),
    admitted: eligible.filter((node) => isAskedFor(node, template)).map(nameOf),
    pods: activePods(state).map(({ metadata: { name }, spec: { nodeName } }) =>
      nodeName === undefined ? { name } : { name, node: nodeName },
    ),
  };
}

function drained(value: Observed<Drain>): StepResult<Observed<Drain>> {
  if ('unobserved' in value) return { value, outcome: 'unavailable', detail: value.unobserved };
  const { node, evicted, complete, waitedFor = 'nothing' } = value;
  return complete
    ? { value, detail: `${node}: ${evicted.join(', ')} evicted, every replica available again` }
    : { value, outcome: 'failed', detail: `${node}: waited for ${waitedFor}` };
}
