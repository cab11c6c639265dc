import type { Container } from '@dagger.io/dagger';

import type { Cluster } from '../proof/observations.ts';
import type { KindSettings } from '../stage/program-settings.ts';

/** A cluster to deploy to, and the tools that reach it, wherever it runs. */
export interface Target {
  readonly kind: Cluster['kind'];
  /** Name of the kind cluster, or the name of a cluster by kubeconfig in reports. */
  readonly name: string;
  /** A container with the programs, kubectl and, for a kind cluster, a Docker client for its nodes. */
  readonly tools: Container;
  /** The kubectl command with its connection flags. It may run in a node, so input has to come by stdin. */
  readonly kubectl: readonly string[];
  /** kind's own settings; absent for a cluster that is not kind's. */
  readonly kindSettings?: KindSettings;
  /** Whether it still exists after the run. Then nothing unchecked may be deployed to it. */
  readonly outlives: boolean;
  /** Stops the services that were started for it. */
  readonly end: () => Promise<void>;
}
