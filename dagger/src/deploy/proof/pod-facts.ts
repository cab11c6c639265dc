import type { Count, ExitCode } from '../../verdict/figures.ts';
import type { Observed } from './observed.ts';

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
  /** The revision that this pod answers on its health path. */
  readonly revision: Observed<string>;
  readonly process: Observed<ProcessFacts>;
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
