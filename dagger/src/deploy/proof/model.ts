import type { Milliseconds, Moment } from '../../verdict/figures.ts';
import type { Outcome } from '../../verdict/model.ts';
import type { Cluster, DeployedImage } from './observations.ts';
import type { PodReport } from './pod-facts.ts';
import type { Proof } from './proof.ts';

/**
 * The steps of a deployment, in order. `lock` to `secrets` change nothing that serves: a failure in them leaves the
 * cluster as it was. From `database` on, something may have changed.
 */
export const stepNames = [
  'cluster',
  'load-image',
  'lock',
  'render',
  'admission',
  'validate',
  'secrets',
  'baseline',
  'fill',
  'database',
  'jobs',
  'apply',
  'rollout',
  'workloads',
  'old-pods',
  'smoke',
  'drain',
  'proof',
  'keep',
  'rollback',
  'unlock',
] as const;

/** One of {@link stepNames}. */
export type StepName = (typeof stepNames)[number];

/** A step as it ran. */
export interface Step {
  readonly step: StepName;
  readonly outcome: Outcome;
  /** Milliseconds from the deployment's start. */
  readonly startMs: Milliseconds;
  readonly durationMs: Milliseconds;
  /** One sentence: what was done, or what went wrong. */
  readonly detail: string;
}

/** Why a deployment ended before its proof. */
export interface StepFailure {
  readonly step: StepName;
  /** `failed`: the cluster or the version said no; `unavailable`: it could not be asked. */
  readonly outcome: 'failed' | 'unavailable';
  /** The rule that was broken: a CheckName or a name of its own, such as `unknown-field`, `rights`, `lock`. */
  readonly rule: string;
  readonly message: string;
}

/** A first deployment that was removed again. */
export interface TakenAway {
  /** Objects that were removed, as `KIND/NAME`. */
  readonly removed: readonly string[];
  /** Objects that hold data, or that others may use by now, and stay. */
  readonly kept: readonly string[];
}

/** The treatment of the previous version. */
export type Rollback =
  | { readonly kind: 'not-needed' }
  /** Nothing that serves was changed, so the previous version, if any, still serves. */
  | { readonly kind: 'nothing-changed' }
  /** A first deployment: there is no previous version. */
  | { readonly kind: 'nothing-to-go-back-to' }
  /** A first deployment, of which nothing is left but what holds data. */
  | ({ readonly kind: 'taken-away' } & TakenAway)
  /** The deployment ended before it could roll back to the previous version. */
  | { readonly kind: 'not-tried' }
  | {
      readonly kind: 'tried';
      /** The previous version and its proof, by the same checks. */
      readonly proof: Proof;
      /**
       * Milliseconds from the failure to the end of that proof, without the wait for pods of the failed version to end: they
       * serve nobody by then.
       */
      readonly recoveryMs: Milliseconds;
    };

/** A version of the service in the record: its revision and image. */
export interface Version {
  readonly revision: string;
  readonly image: DeployedImage;
}

/**
 * `deployment.json`: the version, the cluster, the steps, the proof, and the state of the previous version. Exit codes:
 * 0 proved, 1 failed, 3 something could not be observed or reached.
 * @title Record of a deployment
 */
export interface Deployment {
  readonly schemaVersion: 1;
  readonly project: string;
  readonly outcome: Outcome;
  /** 0 proved, 1 failed, 3 something could not be observed or reached. */
  readonly exitCode: 0 | 1 | 3;
  /** One sentence: why it ended so. */
  readonly reason: string;
  readonly cluster: Cluster;
  readonly version: Version;
  /** The previous version, which may be a baseline; absent on a first deployment. */
  readonly previous?: Version;
  /** True if `previous` is a baseline that this run deployed to a fresh cluster. */
  readonly baseline: boolean;
  /** Time of the commit, where the source is a git repository. */
  readonly committedAt?: Moment;
  readonly startedAt: Moment;
  /** End of the proof, where it passed. */
  readonly provedAt?: Moment;
  /** From the commit to the end of the proof. */
  readonly leadTimeMs?: Milliseconds;
  readonly durationMs: Milliseconds;
  /** Gates that were allowed to be unavailable and were, so that they did not check what was deployed. */
  readonly uncheckedGates: readonly string[];
  readonly steps: readonly Step[];
  /** Absent when a step before it failed. */
  readonly proof?: Proof;
  /** The failure that ended the deployment before its proof. */
  readonly failure?: StepFailure;
  readonly rollback: Rollback;
  /** Pods in words, when it failed. */
  readonly pods?: readonly PodReport[];
  /** Facts worth a line: what the node image was made from, that a policy is not enforced. */
  readonly notes: readonly string[];
}

/** The facts of a deployment at its end: {@link Deployment} without the fields that are decided from them. */
export type Deployed = Omit<
  Deployment,
  'schemaVersion' | 'outcome' | 'exitCode' | 'reason' | 'leadTimeMs' | 'rollback'
> & {
  /** Observations of the previous version after the rollback; absent when none was tried. */
  readonly restored?: { readonly proof: Proof; readonly recoveryMs: Milliseconds };
  /** What was removed of a first deployment; absent where nothing was. */
  readonly takenAway?: TakenAway;
};
