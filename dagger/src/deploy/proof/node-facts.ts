import type { Count, Milliseconds } from '../../verdict/figures.ts';

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
