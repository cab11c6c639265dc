import { deploymentOf } from '../../src/deploy/proof/deployment.ts';
import { checkNames } from '../../src/verdict/check-names.ts';
import { decideProof, type Proof } from '../../src/deploy/proof/proof.ts';
import type { Deployed, Deployment, Version } from '../../src/deploy/proof/model.ts';
import type { Drain, Nodes } from '../../src/deploy/proof/node-facts.ts';
import type { Observations } from '../../src/deploy/proof/observations.ts';
import type { PodFacts } from '../../src/deploy/proof/pod-facts.ts';
import type { Health, Load, SteadyProbe } from '../../src/deploy/proof/traffic.ts';

/** A digest that is told apart by one digit. */
export const digestOf = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** A sound pod of revision `new`, with a change. */
export function pod(change: Partial<PodFacts> = {}): PodFacts {
  return {
    name: 'messenger-1',
    node: 'node-1',
    phase: 'Running',
    ready: true,
    restarts: 0,
    image: `messenger:sha256-${'a'.repeat(64)}`,
    identity: { kind: 'configuration', digest: digestOf('a') },
    revision: 'new',
    process: {
      uid: 65532,
      noNewPrivs: true,
      seccomp: 2,
      readOnlyRoot: true,
      effectiveCapabilities: '0000000000000000',
      boundingCapabilities: '0000000000000000',
    },
    ...change,
  };
}

/** A steady probe that lost nothing, with a change. */
export function probe(change: Partial<SteadyProbe> = {}): SteadyProbe {
  return {
    startedAt: '2026-10-01T10:00:20.000Z',
    durationMs: 40_000,
    ratePerSecond: 25,
    sent: 1000,
    failed: 0,
    retried: 1,
    failures: [],
    p50Ms: 4,
    p99Ms: 31,
    longestGapMs: 120,
    revisions: [
      { revision: 'old', answers: 700, firstMs: 10, lastMs: 30_000 },
      { revision: 'new', answers: 300, firstMs: 22_000, lastMs: 39_990 },
    ],
    ...change,
  };
}

/** Good answers through the Service, with a change. */
export function health(change: Partial<Health> = {}): Health {
  return { asked: 10, good: 10, durationMs: 1100, ...change };
}

/** A load that lost nothing, with a change. */
export function load(change: Partial<Load> = {}): Load {
  return {
    sent: 500,
    acknowledged: 500,
    retried: 2,
    abandoned: 0,
    found: 500,
    lost: [],
    lostCount: 0,
    duplicates: 0,
    events: { received: 500, missing: 0, reconnections: 2 },
    ...change,
  };
}

/** Two nodes with a replica on each, with a change. */
export function nodes(change: Partial<Nodes> = {}): Nodes {
  const names = ['node-1', 'node-2'];
  return {
    readable: true,
    ours: true,
    eligible: names,
    admitted: names,
    pods: names.map((node, index) => ({ name: `messenger-${String(index + 1)}`, node })),
    ...change,
  };
}

/** The drain of a node with one replica, which came back elsewhere, with a change. */
export function drain(change: Partial<Drain> = {}): Drain {
  return {
    node: 'node-1',
    evicted: ['messenger-1'],
    refused: 0,
    complete: true,
    durationMs: 12_000,
    budget: { name: 'messenger', disruptionsAllowed: 1 },
    further: 'refused',
    ...change,
  };
}

const at = (second: number): string =>
  new Date(Date.parse('2026-10-01T10:00:00Z') + second * 1000).toISOString();

/** What is seen of a sound update, with a change. */
export function observations(change: Partial<Observations> = {}): Observations {
  return { ...broughtBack(), nodes: nodes(), drain: drain(), ...change };
}

/** What is seen of a version that came back: no node is drained for it. */
export function broughtBack(): Observations {
  return {
    expected: {
      revision: 'new',
      replicas: 2,
      image: { reference: 'messenger:new', configuration: digestOf('a') },
      offers: {
        strategy: 'RollingUpdate',
        readinessProbe: true,
        memoryLimit: true,
        networkPolicy: 'forbids',
      },
    },
    rollout: {
      complete: true,
      durationMs: 22_000,
      deadlineMs: 150_000,
      events: [
        { at: at(30), pod: 'messenger-new-1', generation: 'new', what: 'created' },
        { at: at(34), pod: 'messenger-new-1', generation: 'new', what: 'ready' },
        { at: at(40), pod: 'messenger-old-1', generation: 'old', what: 'terminating' },
        { at: at(40), pod: 'messenger-new-2', generation: 'new', what: 'created' },
        { at: at(44), pod: 'messenger-new-2', generation: 'new', what: 'ready' },
        { at: at(47), pod: 'messenger-old-1', generation: 'old', what: 'gone' },
        { at: at(49), pod: 'messenger-old-2', generation: 'old', what: 'terminating' },
        { at: at(55), pod: 'messenger-old-2', generation: 'old', what: 'gone' },
      ],
    },
    oldPods: [],
    pods: [pod(), pod({ name: 'messenger-2' })],
    health: health(),
    probe: probe(),
    load: load(),
    network: { what: 'probe to database:5432', outcome: 'refused', control: true },
    smoke: { exitCode: 0, output: 'two users registered\n' },
  };
}

/** The proof of what was seen, for a project that makes every line binding. */
export const proof = (change: Partial<Observations> = {}): Proof =>
  decideProof(observations(change), checkNames);

/** What the stages hand over when nothing was changed and nothing served before, with a change. */
export function begun(change: Partial<Deployed> = {}): Deployed {
  return {
    project: 'messenger',
    baseline: false,
    startedAt: at(0),
    durationMs: 72_000,
    cluster: { kind: 'own', name: 'messenger', namespace: 'messenger', version: 'v1.34.4', nodes: 1 },
    version: { revision: 'new', image: { reference: 'messenger:new', configuration: digestOf('a') } },
    uncheckedGates: ['codeql'],
    notes: ['the node image was made from packages'],
    steps: [
      { step: 'cluster', outcome: 'passed', startMs: 0, durationMs: 20_000, detail: 'Ready' },
      { step: 'load-image', outcome: 'passed', startMs: 20_000, durationMs: 5000, detail: '2 images' },
      { step: 'apply', outcome: 'passed', startMs: 29_000, durationMs: 1000, detail: '14 objects' },
      { step: 'rollout', outcome: 'passed', startMs: 30_000, durationMs: 25_000, detail: '2 replicas' },
      { step: 'proof', outcome: 'passed', startMs: 55_000, durationMs: 15_000, detail: '11 checks' },
    ],
    ...change,
  };
}

/** What served before the sample's updates. */
export const previous: Version = {
  revision: 'old',
  image: { reference: 'messenger:old', configuration: digestOf('b') },
};

/** What the stages hand over after a sound update, with a change. */
export function deployed(change: Partial<Deployed> = {}): Deployed {
  return begun({
    baseline: true,
    previous,
    provedAt: at(70),
    committedAt: at(-3600),
    proof: proof(),
    ...change,
  });
}

/** The record of a sound update. */
export const green = (): Deployment => deploymentOf(deployed());

/** The record of an update that crashed and was rolled back. */
export function rolledBack(): Deployment {
  const crashed = pod({
    ready: false,
    restarts: 3,
    waiting: 'CrashLoopBackOff',
    lastEnd: { reason: 'Error', exitCode: 1 },
    revision: { unobserved: 'it does not answer' },
    process: { unobserved: 'it does not run' },
  });
  return deploymentOf(
    begun({
      baseline: true,
      previous,
      committedAt: at(-3600),
      proof: proof({
        rollout: {
          complete: false,
          durationMs: 150_000,
          deadlineMs: 150_000,
          events: [],
          waitedFor: '0 of 2 updated replicas are available',
        },
        pods: [crashed],
        oldPods: ['messenger-old-1', 'messenger-old-2'],
        probe: probe({ revisions: [{ revision: 'old', answers: 1000, firstMs: 1, lastMs: 39_999 }] }),
      }),
      restored: { recoveryMs: 14_000, proof: proof() },
      pods: [
        {
          pod: crashed.name,
          description: 'Name: messenger-1',
          events: 'Back-off',
          logs: 'boom',
          previousLogs: 'boom',
        },
      ],
    }),
  );
}
