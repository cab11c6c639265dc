import type { RevisionPlace } from '../../project/settings/revision-place.ts';
import type { Version } from '../proof/model.ts';
import type { DeployedImage } from '../proof/observations.ts';

/** The longest that each wait of a deployment may take, in seconds. */
export interface Deadlines {
  readonly databaseSeconds: number;
  readonly rolloutSeconds: number;
  /** Whether the manifests may ask for more time for a rollout: not where the caller has named the time. */
  readonly isGrowing: boolean;
  readonly oldPodsSeconds: number;
}

/** A kind cluster as the program `cluster` makes it. */
export interface KindSettings {
  readonly name: string;
  readonly image: string;
  /** A path in the tools. */
  readonly config: string;
  readonly kubeconfig: string;
  /** The server's address for the kubeconfig, where it is not the one that kind writes. */
  readonly server: string | null;
  /** True if a cluster of that name may be left from a killed run and has to be removed first. */
  readonly fresh: boolean;
}

/** Where kind's own logs go, in the tools; null for a cluster that is not kind's. */
export type KindLogsSettings = { readonly name: string; readonly folder: string } | null;

/** An image's archive to load, and the name that the image gets. */
export interface ArchiveSettings {
  readonly name: string;
  readonly file: string;
}

/** How the server is asked. */
export interface ServerSettings {
  /** kubectl's words, without a command. */
  readonly kubectl: readonly string[];
  /** The longest wait for the server's first answer. Default 20. */
  readonly serverSeconds?: number;
}

/** Settings of the program `cluster`. */
export interface ClusterSettings extends ServerSettings {
  /** Milliseconds since the epoch: when the deployment began. */
  readonly startedAt: number;
  readonly kind: KindSettings | null;
  readonly kindLogs: KindLogsSettings;
  readonly archives: readonly ArchiveSettings[];
}

/** Settings of the program `load`. */
export interface LoadSettings extends ServerSettings {
  readonly startedAt: number;
  readonly nodes: readonly string[];
  readonly archives: readonly ArchiveSettings[];
}

/** A version, and the path of Node in its image. */
export type RunnableVersion = Version & { readonly node: string };

/** A chart to render. */
export interface ChartSettings {
  /** Path of Helm. */
  readonly helm: string;
  /** Folder of the chart. */
  readonly folder: string;
  readonly release: string;
  /** Files of values; the last one wins. */
  readonly values: readonly string[];
}

/** Settings of the program `render`. */
export interface RenderSettings {
  readonly namespace: string;
  /** Folders with a kustomization, or YAML files, below `/deploy`; none for a chart. */
  readonly files: readonly string[];
  readonly chart: ChartSettings | null;
  /** Strategic merge patches of single objects. */
  readonly patches: readonly object[];
  /** Objects that are left out, as `KIND` or `KIND/NAME`. */
  readonly leaveOut: readonly string[];
  readonly service: {
    /** Names that the project's image may have, without registry and tag. */
    readonly names: readonly string[];
    /** The workload that was named. */
    readonly workload?: string;
  };
  /** Where the objects are written to. */
  readonly output: string;
}

/** An image that is loaded into the nodes, by the name that manifests give it. */
export interface LoadedImage {
  readonly name: string;
  readonly image: DeployedImage;
}

/** Settings of the program `update`. */
export interface UpdateSettings extends ServerSettings {
  readonly startedAt: number;
  /** A name that no other deployment has. */
  readonly holder: string;
  readonly deadlines: Deadlines;
  /** True where the nodes may be asked and drained: a cluster of kind's. */
  readonly nodes: boolean;
  readonly namespace: string;
  /** The project's name, by which everything that the pipeline keeps in the cluster is named. */
  readonly project: string;
  /** The port of the pods: as it was found, and by the Service's own words once the manifests are known. */
  readonly port: number;
  readonly healthPath: string;
  /** Paths that the probe asks beside it. */
  readonly paths: readonly string[];
  /** Place of the revision in the health answer; null for the usual one. */
  readonly revision: RevisionPlace | null;
  /** Path of Node in the image of the new version. */
  readonly node: string;
  readonly version: RunnableVersion;
  /** True for a rollback by hand to the version before the one that serves. */
  readonly back: boolean;
  /** The image of the probe and the load. */
  readonly probeImage: string;
  /** The file with the objects of the manifests, without a version. */
  readonly objects: string;
  /** Images of others that are loaded, by the names that the manifests give them. */
  readonly loaded: readonly LoadedImage[];
  /** The baseline: a version that is deployed first on a cluster that has none. */
  readonly baseline: { readonly version: RunnableVersion } | null;
  /** True where missing Secrets are made; elsewhere the owner of the cluster makes them. */
  readonly ownSecrets: boolean;
  /** Values of Secrets and ConfigMaps that are given, by `NAME/KEY`. */
  readonly given: {
    /** Those of pipeline.json. */
    readonly values: Readonly<Record<string, string>>;
    /** Those of the caller, each in a file. */
    readonly secrets: readonly { readonly name: string; readonly file: string }[];
  };
  /** The longest that the probe and the load run. */
  readonly companionSeconds: number;
  readonly kindLogs: KindLogsSettings;
  /** Programs for those pods, as paths in the tools. */
  readonly files: {
    readonly probe: string;
    /** What the probe imports. */
    readonly probeRevision: string;
    readonly load: string | null;
    readonly conversation: string | null;
  };
}

/** Settings of the program `finish`: how the deployment ends. */
export type FinishSettings = UpdateSettings & {
  readonly way: 'keep' | 'roll-back' | 'take-away' | 'leave';
  /** Objects that the deployment made, as `KIND/NAME`. */
  readonly created: readonly string[];
};

/** Settings of the program `disturb`. */
export interface DisturbSettings extends ServerSettings {
  readonly namespace: string;
  readonly project: string;
  /** `kill` deletes a serving pod by force; `stop` stops the process of a new one. */
  readonly what: 'kill' | 'stop';
}

/** The settings of each program. */
export interface ProgramSettings {
  readonly render: RenderSettings;
  readonly cluster: ClusterSettings;
  readonly load: LoadSettings;
  readonly update: UpdateSettings;
  readonly finish: FinishSettings;
}
