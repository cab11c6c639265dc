/* Looks at every pod of a version: what runs in it, how it is confined, what it answers. */
import type { Observed } from '../../../src/deploy/proof/observed.ts';
import type { PodFacts } from '../../../src/deploy/proof/pod-facts.ts';
import type { PrintedObservations } from '../../../src/deploy/stage/program-records.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { fieldsOf, parseJson, textOf } from '../../shared/json.ts';
import type { Kube } from '../kube/kube.ts';
import { isReady, mainContainer, servingContainer } from '../kube/read.ts';
import type { ContainerStatus, Deployment, Pod } from '../kube/types.ts';
import { activePods, stateOf } from '../rollout/state.ts';
import { run } from '../run/command.ts';
import { type Inside, lookInside, type PodSettings } from './inside.ts';
import { observeNetwork } from './network.ts';

/** The newest version's pods, as the proof needs them, and whether a forbidden connection is refused. */
export async function observePods(
  kube: Kube,
  settings: PodSettings,
  workload: Deployment,
): Promise<Pick<PrintedObservations, 'network'> & { readonly pods: readonly PodFacts[] }> {
  const newest = activePods(await stateOf(kube, workload));
  const seen = await Promise.all(
    newest.map(async (pod, index) => {
      // Another replica, or this one where there is only one.
      const peer = newest[(index + 1) % newest.length]?.status.podIP;
      const [identity, inside] = await Promise.all([
        identityOf(settings, pod),
        lookInside(kube, settings, { pod, peer }),
      ]);
      return { facts: factsOf(pod, identity, inside), connection: inside.connection };
    }),
  );
  const connections = seen.map(({ connection }) => connection);
  return {
    pods: seen.map(({ facts }) => facts),
    network: await observeNetwork(kube, settings, { target: newest[0]?.status.podIP, connections }),
  };
}

function factsOf(pod: Pod, identity: PodFacts['identity'], { revision, process }: Inside): PodFacts {
  const { nodeName } = pod.spec;
  const status = mainContainer(pod);
  return {
    name: pod.metadata.name,
    phase: pod.status.phase,
    ready: isReady(pod),
    restarts: status?.restartCount ?? 0,
    image: servingContainer(pod)?.image ?? '',
    ...(nodeName === undefined ? {} : { node: nodeName }),
    ...(status === undefined ? {} : containerFacts(status)),
    identity,
    revision,
    process,
  };
}

/** Why a container waits, and how it ended the last time. */
function containerFacts({ state, lastState }: ContainerStatus): Pick<PodFacts, 'waiting' | 'lastEnd'> {
  const { waiting, terminated } = state;
  const ended = lastState?.terminated ?? terminated;
  return {
    ...(waiting === undefined ? {} : { waiting: waiting.reason ?? 'unknown' }),
    ...(ended === undefined
      ? {}
      : { lastEnd: { reason: ended.reason ?? 'unknown', exitCode: ended.exitCode } }),
  };
}

/**
 * The image that a pod runs, by digest. `imageID` names the manifest that the node has; on a node that can be asked, that
 * manifest names the configuration, which is what was scanned and what a load keeps.
 */
async function identityOf({ nodes }: UpdateSettings, pod: Pod): Promise<PodFacts['identity']> {
  const imageID = mainContainer(pod)?.imageID ?? '';
  const manifest = /sha256:[0-9a-f]{64}$/.exec(imageID)?.[0];
  if (manifest === undefined) return { unobserved: 'the node does not name the image' };
  if (!imageID.includes('@')) return { kind: 'configuration', digest: manifest };
  if (!nodes) return { kind: 'manifest', digest: manifest };
  return configurationIn(pod.spec.nodeName ?? '', manifest);
}

async function configurationIn(node: string, manifest: string): Promise<Observed<Identity>> {
  const ctr = ['ctr', '--namespace', 'k8s.io', 'content', 'get', manifest];
  const { exitCode, stdout, stderr } = await run(['docker', 'exec', node, ...ctr]);
  if (exitCode !== 0) return { unobserved: `the node does not know ${manifest}: ${stderr.trim()}` };
  const digest = textOf(fieldsOf(fieldsOf(parseJson(stdout))['config'])['digest']);
  return digest === undefined
    ? { unobserved: `${manifest} is no manifest of an image` }
    : { kind: 'configuration', digest };
}

type Identity = Exclude<PodFacts['identity'], { readonly unobserved: string }>;
