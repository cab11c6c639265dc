import type { Container } from '@dagger.io/dagger';

import type { Cluster } from '../proof/observations.ts';

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

/** What kind is told, as the program `cluster.js` takes it. */
export interface KindSettings {
  readonly name: string;
  readonly image: string;
  /** A path in the tools. */
  readonly config: string;
  readonly kubeconfig: string;
  /** Address of the server for the kubeconfig, where it is not what kind writes. */
  readonly server: string | null;
  /** A cluster of that name that is there was left by a killed run. */
  readonly fresh: boolean;
}
