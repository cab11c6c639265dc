/* Looks at every pod of a version: what runs in it, how it is confined, what it answers. */
/* global URL */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { run } from './command.js';
import { inCompanion } from './companions.js';
import { standing, stateOf } from './rollout.js';

const inside = readFileSync(new URL('inside.js', import.meta.url), 'utf8');
const script = ['--input-type=module', '-e', inside];

/** The newest version's pods, as the proof needs them, and whether a forbidden connection is refused. */
export async function observePods(kube, settings, workload) {
  const newest = standing(await stateOf(kube, workload));
  const seen = await Promise.all(
    newest.map((pod, index) => podFacts(kube, settings, { pod, peer: peerOf(newest, index) })),
  );
  return {
    pods: seen.map(({ facts }) => facts),
    network: await networkOf(kube, settings, { pods: newest, seen }),
  };
}

/** Another replica, or this one where there is only one. */
const peerOf = (pods, index) => pods[(index + 1) % pods.length];

async function podFacts(kube, settings, { pod, peer }) {
  const container = pod.spec.containers[0];
  const status = pod.status.containerStatuses?.[0] ?? { restartCount: 0, state: {} };
  const [identity, looked] = await Promise.all([
    identityOf(settings, pod, status),
    lookInside(kube, settings, { pod: pod.metadata.name, peer: peer.status.podIP }),
  ]);
  const ended = status.lastState?.terminated ?? status.state.terminated;
  const facts = {
    ...{
      name: pod.metadata.name,
      phase: pod.status.phase,
      restarts: status.restartCount,
      image: container.image,
    },
    ready: pod.status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
    ...(pod.spec.nodeName ? { node: pod.spec.nodeName } : {}),
    ...(status.state.waiting ? { waiting: status.state.waiting.reason } : {}),
    ...(ended ? { lastEnd: { reason: ended.reason ?? 'unknown', exitCode: ended.exitCode } } : {}),
    ...{ identity, revision: looked.revision, process: looked.process },
  };
  return { facts, connection: looked.connection };
}

/** Runs `inside.js` in a pod; what could not be had says why. */
async function lookInside(kube, settings, { pod, peer }) {
  // The probe's image is the candidate's; a version before it may have its Node elsewhere.
  const { port, healthPath, node, podNode = node } = settings;
  const asked = { ...{ port, healthPath, health: true }, ...(peer ? { connect: { host: peer, port } } : {}) };
  const command = [podNode, '--max-old-space-size=16', ...script, JSON.stringify(asked)];
  const { exitCode, stdout, stderr } = await kube.exec(pod, command, { seconds: 20 });
  if (exitCode === 0) return JSON.parse(stdout);
  const unobserved = `no look into the container: ${stderr.trim().split('\n').at(-1)}`;
  return { revision: { unobserved }, process: { unobserved }, connection: null };
}

/**
 * The image that a pod runs, by digest. `imageID` names the manifest that the node has; on a node that can be asked, that
 * manifest names the configuration, which is what was scanned and what a load keeps.
 */
async function identityOf({ nodes }, pod, { imageID = '' }) {
  const manifest = /sha256:[0-9a-f]{64}$/.exec(imageID)?.[0];
  if (manifest === undefined) return { unobserved: 'the node names no image' };
  if (!imageID.includes('@')) return { kind: 'configuration', digest: manifest };
  if (!nodes) return { kind: 'manifest', digest: manifest };
  const asked = [
    'docker',
    'exec',
    pod.spec.nodeName,
    'ctr',
    '--namespace',
    'k8s.io',
    'content',
    'get',
    manifest,
  ];
  const { exitCode, stdout, stderr } = await run(asked);
  if (exitCode !== 0) return { unobserved: `the node does not know ${manifest}: ${stderr.trim()}` };
  const { config } = JSON.parse(stdout);
  return config === undefined
    ? { unobserved: `${manifest} is no manifest of an image` }
    : { kind: 'configuration', digest: config.digest };
}

/**
 * A replica may reach no replica, and the probe may: the first is tried from each, the second is the control.
 */
async function networkOf(kube, settings, { pods, seen }) {
  const outcomes = seen.map(({ connection }) => connection).filter((connection) => connection !== null);
  const target = pods[0]?.status.podIP;
  if (outcomes.length === 0 || !target)
    return { unobserved: 'no replica from which a connection could be tried' };
  const asked = JSON.stringify({ connect: { host: target, port: settings.port } });
  const control = await inCompanion(kube, settings, 'probe', [...script, asked]);
  return {
    what: `replica to replica:${String(settings.port)}`,
    outcome: outcomes.includes('connected') ? 'connected' : 'refused',
    control: control.exitCode === 0 && JSON.parse(control.stdout).connection === 'connected',
  };
}

/** The project's conversation through the Service, from a pod beside it; undefined where it has none. */
export async function converse(kube, settings) {
  const { conversation } = settings.files;
  if (conversation === null) return undefined;
  const evidence = await inCompanion(kube, settings, 'probe', [`/probe/${basename(conversation)}`], {
    seconds: 60,
  });
  const output = `${evidence.stdout}${evidence.stderr}`.slice(-10_000);
  const ended = /command terminated with exit code \d+/.test(evidence.stderr);
  if (evidence.exitCode !== 0 && !ended)
    return { unobserved: `the conversation could not be held: ${output.trim()}` };
  return { exitCode: evidence.exitCode, output };
}
