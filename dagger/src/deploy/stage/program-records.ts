/**
 * The records of the deployment programs (`dagger/programs/deploy/`), as they write them and as the module reads them: each
 * reader is held to these types by the compiler.
 */
import type { Evidence } from '../../verdict/evidence.ts';
import type { Step, StepName, TakenAway, Version } from '../proof/model.ts';
import type { DeployedImage, Observations } from '../proof/observations.ts';
import type { PodReport } from '../proof/pod-facts.ts';
import type { ServiceAddress } from '../proof/use-words.ts';

/** Why a program ended early. */
export interface ProgramFailure {
  readonly step: StepName;
  readonly message: string;
  /** The rule that was broken, if the program knows it. */
  readonly rule?: string;
  /** The command that was refused. The module decides the reason from its output. */
  readonly evidence?: Evidence;
}

/** The part that every record has, whatever the outcome. */
export interface ProgramEnd {
  readonly steps: readonly Step[];
  readonly failure?: ProgramFailure;
  /** Milliseconds since the epoch. */
  readonly failedAt?: number;
}

/** kind's own logs, as far as they could be exported. */
export interface KindLogs {
  readonly exported: boolean;
  /** The part that kind could not export, and why. */
  readonly problem?: string;
}

/** Facts of the program `cluster`. */
export interface ClusterFacts {
  readonly version: string;
  /** Names of the nodes, where they could be seen. */
  readonly nodes?: readonly string[];
  /** Images that were loaded, in the order of the archives. */
  readonly loaded?: readonly DeployedImage[];
  readonly kindLogs?: KindLogs;
}

/** Facts of the program `render`. */
export interface RenderFacts {
  /** What has to be decided before these manifests can be deployed; none where they can. */
  readonly problems: readonly string[];
  /** Objects that are not deployed, each with its reason. */
  readonly leftOut: readonly string[];
  /** Images of others, with the objects that run them. */
  readonly images: readonly OtherImage[];
  /** The workload that is the service; absent where it could not be told. */
  readonly service?: {
    readonly workload: string;
    readonly container: string;
    /** Name of its image in the manifests. */
    readonly image: string;
    /** Where it answers, as far as the manifests say it. */
    readonly port?: number;
    readonly healthPath?: string;
    /** One sentence: why it is this one. */
    readonly why: string;
  };
}

/** An image of others that manifests name. */
export interface OtherImage {
  readonly reference: string;
  /** `Deployment/worker`. */
  readonly users: readonly string[];
}

/** Facts of the program `load`. */
export interface LoadFacts {
  readonly loaded: readonly DeployedImage[];
}

/** Facts of the program `update`. */
export interface UpdateFacts<Seen = Observations> {
  /** True if a baseline was deployed first. */
  readonly baseline: boolean;
  /** The version that served before. */
  readonly previous?: Version;
  readonly observations: Seen;
  /** Milliseconds since the epoch: the end of the wait for the rollout. */
  readonly seenAt: number;
  readonly service: ServiceAddress;
  /** What is told of manifests and cluster beside the outcome, such as Secrets that were made. */
  readonly notes?: readonly string[];
  /** Objects that the cluster did not have before, as `KIND/NAME`; absent where it did not let them be seen. */
  readonly created?: readonly string[];
  /** Jobs that were made for this version, as `Job/NAME`. */
  readonly jobs?: readonly string[];
  /** Pods in words, of a rollout that was not complete. */
  readonly pods?: readonly PodReport[];
}

/** Facts of the program `finish`. */
export interface FinishFacts<Seen = Observations> {
  /** Observations of the version after a rollback. */
  readonly observations?: Seen;
  readonly pods?: readonly PodReport[];
  /** Milliseconds since the epoch: when the version before was back and observed. */
  readonly endedAt?: number;
  /** Milliseconds for which pods of the failed version were waited for. */
  readonly leavingMs?: number;
  readonly kindLogs?: KindLogs;
  /** A first deployment that was taken away: what was removed, and what holds data and stays, as `KIND/NAME`. */
  readonly takenAway?: TakenAway;
}

/** Observations as a program writes them, with the pods' figures as they were printed. */
export type PrintedObservations = Omit<Observations, 'probe' | 'load'> & {
  readonly probe?: unknown;
  readonly load?: unknown;
};
