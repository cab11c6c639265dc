import type { Container } from '@dagger.io/dagger';

import type { Cluster } from '../proof/observations.ts';
import type { KindSettings } from '../stage/program-settings.ts';

/** A cluster as all that follows sees it: tools in which it can be reached, wherever it runs. */
export interface Target {
  readonly kind: Cluster['kind'];
  /** Name of the kind cluster, or what a cluster by kubeconfig is called in reports. */
  readonly name: string;
  /** A container with the programs, kubectl, and where it is kind's, a Docker client for its nodes. */
  readonly tools: Container;
  /** kubectl with what leads it to the cluster. It may run in a node, so that it reads nothing but its standard input. */
  readonly kubectl: readonly string[];
  /** kind's own settings; absent for a cluster that is not kind's. */
  readonly kindSettings?: KindSettings;
  /** Whether it is there after the run: then nothing unchecked may come to it. */
  readonly outlives: boolean;
  /** Ends what was started for it. */
  readonly end: () => Promise<void>;
}
