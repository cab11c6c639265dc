import type { Count, Digest, ExitCode, Milliseconds, Moment, PerSecond } from '../../verdict/figures.ts';

/**
 * Observations of a cluster during a deployment. Data only: programs and stages collect it, the
 * functions beside this file decide what it means. A missing observation has a reason and never counts as good.
 */

/** In place of a value that could not be observed: the reason, in one sentence. */
export interface Unobserved {
  readonly unobserved: string;
}

/** A value, or why there is none. */
export type Observed<T> = T | Unobserved;

/** Whether a value was observed. */
export function isObserved<T>(observed: Observed<T>): observed is T {
  return typeof observed !== 'object' || observed === null || !('unobserved' in observed);
}

/** The cluster that was deployed to. */
export interface Cluster {
  /** `own`: made for this run and gone with it; `docker`: kind on the caller's Docker; `kubeconfig`: any other. */
  readonly kind: 'own' | 'docker' | 'kubeconfig';
  /** Name of the kind cluster, or address of the server. */
  readonly name: string;
  /** Namespace of the service. */
  readonly namespace: string;
  /** Kubernetes' version, `v1.34.4`; absent when the server was never reached. */
  readonly version?: string;
  readonly nodes?: Count;
}

/** An image as a deployment names it. */
export interface DeployedImage {
  /** Its name in the manifests: `app:sha256-...` if it was loaded, `registry/name@sha256:...` if it is pulled. */
  readonly reference: string;
  /** `sha256:...` of the image's configuration: the identity of what was scanned, which survives a load. */
  readonly configuration?: Digest;
  /** `sha256:...` of the manifest or index in a registry; absent for an image that was loaded. */
  readonly manifest?: Digest;
}

/** The expected state of a version once it is deployed. */
export interface Expected {
  /** The `revision` that /health is expected to answer. */
  readonly revision: string;
  readonly image: DeployedImage;
  /** Replicas that the manifests ask for, at least. */
  readonly replicas: Count;
}

/** How the process of a container is confined, read from the process itself: /proc/1 in the container. */
export interface ProcessFacts {
  /** Effective user, from `Uid:` of /proc/1/status. */
  readonly uid: Count;
  /** Effective capabilities, `CapEff:` in hexadecimal digits: `0000000000000000`. */
  readonly effectiveCapabilities: string;
  /** Capabilities that it could still get, `CapBnd:`. */
  readonly boundingCapabilities: string;
  /** `NoNewPrivs: 1`. */
  readonly noNewPrivs: boolean;
  /** `Seccomp:` 0 disabled, 1 strict, 2 filter. */
  readonly seccomp: Count;
  /** Whether / is mounted read-only, from /proc/1/mountinfo. */
  readonly readOnlyRoot: boolean;
}

/** A container's end. */
export interface ContainerEnd {
  /** `Error`, `OOMKilled`, `Completed`. */
  readonly reason: string;
  readonly exitCode: ExitCode;
}

/** One pod of the service. */
export interface PodFacts {
  readonly name: string;
  readonly node?: string;
  /** `Running`, `Pending`, ... */
  readonly phase: string;
  readonly ready: boolean;
  /** Restarts of the service's container since the pod was made. */
  readonly restarts: Count;
  /** Why the container waits: `CrashLoopBackOff`, `ImagePullBackOff`, `CreateContainerConfigError`. */
  readonly waiting?: string;
  /** How the container ended the last time. */
  readonly lastEnd?: ContainerEnd;
  /** The image as the pod's specification names it. */
  readonly image: string;
  /**
   * The image that runs: `configuration` digest as the node's containerd tells it, or `manifest` digest from the pod's
   * `imageID` where the image was pulled and the node cannot be asked.
   */
  readonly identity: Observed<{ readonly kind: 'configuration' | 'manifest'; readonly digest: string }>;
  /** The `revision` that this pod answers on /health. */
  readonly revision: Observed<string>;
  readonly process: Observed<ProcessFacts>;
}

/** Something that happened in a rollout. */
export interface RolloutEvent {
  /** RFC 3339, by the clock of who saw it. */
  readonly at: Moment;
  readonly pod: string;
  /** Revision of the pod's template, or another name of its generation: pods of one colour in the timeline. */
  readonly generation: string;
  readonly what: 'created' | 'started' | 'ready' | 'unready' | 'restarted' | 'terminating' | 'gone';
}

/** A wait for a rollout, as it ended. */
export interface Rollout {
  /** True when every replica was updated and available within the deadline. */
  readonly complete: boolean;
  /** The condition that it waited for last, if it is not complete: `1 of 2 updated replicas are available`. */
  readonly waitedFor?: string;
  readonly durationMs: Milliseconds;
  readonly deadlineMs: Milliseconds;
  readonly events: readonly RolloutEvent[];
}

/** A request of the steady probe that failed. */
export interface ProbeFailure {
  /** Milliseconds from the probe's start to the sending of the request. */
  readonly atMs: Milliseconds;
  /** `503`, `ECONNREFUSED`, `timeout`, ... */
  readonly reason: string;
  /** Whether the request went over a new connection or one that had been used before. */
  readonly connection: 'new' | 'kept';
}

/** Figures of `programs/deploy/pod/steady-probe.js`: requests at a fixed rate through the Service during the whole update. */
export interface SteadyProbe {
  /** RFC 3339. */
  readonly startedAt: Moment;
  readonly durationMs: Milliseconds;
  /** Requests per second that it meant to send, and did not wait for answers to send them. */
  readonly ratePerSecond: PerSecond;
  readonly sent: Count;
  readonly failed: Count;
  /** Requests repeated once because the server had just closed the kept connection (RFC 9110, 9.2.2); not failures. */
  readonly retried: Count;
  /** The first failures, 50 at most. */
  readonly failures: readonly ProbeFailure[];
  /** 50th and 99th percentile of the time to an answer, measured from when the request was due; null without answers. */
  readonly p50Ms: Milliseconds | null;
  readonly p99Ms: Milliseconds | null;
  /** Longest time without a good answer, the time before the first and after the last one included. */
  readonly longestGapMs: Milliseconds;
  /** Revisions that answered, in the order in which they were first seen, with milliseconds from the start. */
  readonly revisions: readonly {
    readonly revision: string;
    readonly answers: Count;
    readonly firstMs: Milliseconds;
    readonly lastMs: Milliseconds;
  }[];
}

/** Figures of the project's load program (`deploy.load` in pipeline.json). */
export interface Load {
  /** Messages, or whatever the project writes, that were tried; a retry is not counted again. */
  readonly sent: Count;
  /** Writes that the service acknowledged and that must exist afterwards. */
  readonly acknowledged: Count;
  /** Tries that had to be repeated: refused, cut off, 503. */
  readonly retried: Count;
  /** Writes that were given up. */
  readonly abandoned: Count;
  /** Reasons for the first of these, in the load program's own words. */
  readonly problems?: readonly string[];
  /** Acknowledged writes that could be read back. */
  readonly found: Count;
  /** Ids of acknowledged writes that are lost, 50 at most; `lostCount` counts them all. */
  readonly lost: readonly string[];
  readonly lostCount: Count;
  /** Writes that were acknowledged once and exist twice. */
  readonly duplicates: Count;
  /** Events that came over a stream and those that are missing; absent if the project has no streams. */
  readonly events?: {
    readonly received: Count;
    readonly missing: Count;
    readonly reconnections: Count;
  };
}

/** A connection that a policy forbids was tried. */
export interface ForbiddenConnection {
  /** From where to where: `probe to database:5432`. */
  readonly what: string;
  /** `refused` by the network; `connected`: nothing enforces the policy. */
  readonly outcome: 'refused' | 'connected';
  /** True if an allowed connection to the same target succeeded. Without it, a refusal proves nothing. */
  readonly control: boolean;
}

/** The end of a program that talked to the service: the conversation script. */
export interface Ended {
  readonly exitCode: ExitCode;
  /** The end of what it printed. */
  readonly output: string;
}

/** Nodes of the cluster as the service's pods have them, when the rollout was complete. */
export interface Nodes {
  /** False if the account may not read nodes; then nothing else is known. */
  readonly readable: boolean;
  /** Whether the pipeline created the cluster. Nodes of other clusters are not drained. */
  readonly ours: boolean;
  /** Nodes that take the pods: ready, not cordoned, with no taint that they do not tolerate. */
  readonly eligible: readonly string[];
  /** Those of them that the pods ask for, by nodeSelector and by affinity. */
  readonly admitted: readonly string[];
  /** Pods of the version, and their nodes. */
  readonly pods: readonly { readonly name: string; readonly node?: string }[];
}

/** The drain of one node while the service was in use: its pods were evicted by the Eviction API. */
export interface Drain {
  readonly node: string;
  /** Pods in the order in which they were evicted; the last one may be from another node, to spread the replicas again. */
  readonly evicted: readonly string[];
  /** Evictions that the budget refused before it took them. */
  readonly refused: Count;
  /** The budget that guards the pods, and what it allowed before the drain; absent where there is none. */
  readonly budget?: { readonly name: string; readonly disruptionsAllowed: Count };
  /** The answer to a further eviction while one replica was missing, asked as a dry run. */
  readonly further?: 'refused' | 'evicted' | 'gone';
  /** True when every replica was available again in time. */
  readonly complete: boolean;
  readonly waitedFor?: string;
  readonly durationMs: Milliseconds;
}

/** All observations of a deployed version. Apart from nodes they are the same for an update and a rollback. */
export interface Observations {
  readonly expected: Expected;
  readonly rollout: Observed<Rollout>;
  /** Names of pods of other versions that are still there. */
  readonly oldPods: Observed<readonly string[]>;
  /** Pods of the expected version. */
  readonly pods: Observed<readonly PodFacts[]>;
  /** The steady probe over the whole change. */
  readonly probe: Observed<SteadyProbe>;
  /** Absent where the project names no load program. */
  readonly load?: Observed<Load>;
  readonly network: Observed<ForbiddenConnection>;
  /** Absent after a rollback. */
  readonly nodes?: Observed<Nodes>;
  /** Absent where there is no node to drain. */
  readonly drain?: Observed<Drain>;
  /** The conversation through the Service; absent where the project has no script. */
  readonly smoke?: Observed<Ended>;
}

/** Description, events and logs of a pod, for a person who looks into a failed deployment. */
export interface PodReport {
  readonly pod: string;
  readonly description: string;
  readonly events: string;
  readonly logs: string;
  /** Logs of the container's life before this one. */
  readonly previousLogs: string;
}
