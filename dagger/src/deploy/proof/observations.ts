import type { Count, Digest, Milliseconds, Moment } from '../../verdict/figures.ts';
import type { Drain, Nodes } from './node-facts.ts';
import type { Observed } from './observed.ts';
import type { Offers } from './offers.ts';
import type { PodFacts } from './pod-facts.ts';
import type { Ended, Health, Load, SteadyProbe } from './traffic.ts';

/**
 * Observations of a cluster during a deployment. Data only: programs and stages collect it, the
 * functions beside this file decide what it means. A missing observation has a reason and never counts as good.
 */

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
  /** The revision that the health path is expected to answer, where it names one. */
  readonly revision: string;
  readonly image: DeployedImage;
  /** Replicas that the manifests ask for, at least. */
  readonly replicas: Count;
  readonly offers: Offers;
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

/** A connection that a policy forbids was tried. */
export interface ForbiddenConnection {
  /** From where to where: `probe to database:5432`. */
  readonly what: string;
  /** `refused` by the network; `connected`: nothing enforces the policy. */
  readonly outcome: 'refused' | 'connected';
  /** True if an allowed connection to the same target succeeded. Without it, a refusal proves nothing. */
  readonly control: boolean;
}

/** All observations of a deployed version. Apart from nodes they are the same for an update and a rollback. */
export interface Observations {
  readonly expected: Expected;
  readonly rollout: Observed<Rollout>;
  /** Names of pods of other versions that are still there. */
  readonly oldPods: Observed<readonly string[]>;
  /** Pods of the expected version. */
  readonly pods: Observed<readonly PodFacts[]>;
  /** Answers of the health path through the Service, once the rollout was over. */
  readonly health: Observed<Health>;
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
