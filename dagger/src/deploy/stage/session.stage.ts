import type { Container, File } from '@dagger.io/dagger';

import type { Step } from '../proof/model.ts';
import type { Cluster, DeployedImage } from '../proof/observations.ts';
import { type ClusterLogs, clusterLogsOf, kindLogsOf } from '../cluster/kind-logs.stage.ts';
import type { Target } from '../cluster/target.stage.ts';
import { nodeName } from '../manifests/names.ts';
import type { ProgramFailure } from './program-records.ts';
import { runProgram } from './run-program.stage.ts';

/** An image that the manifests name, and its archive. */
export interface NamedArchive {
  readonly name: string;
  readonly archive: File;
}

/** A connection to a cluster, successful or not. */
export interface ClusterSession {
  readonly target: Target;
  readonly tools: Container;
  readonly version?: string;
  /** Names of the nodes, where they could be seen. */
  readonly nodes?: readonly string[];
  readonly steps: readonly Step[];
  readonly failure?: ProgramFailure;
  /** kind's own logs of a cluster that could not be created. */
  readonly clusterLogs?: ClusterLogs;
  /** Images that were loaded, by the names that manifests give them. */
  readonly loaded: readonly { readonly name: string; readonly image: DeployedImage }[];
}

/**
 * Creates or reaches the cluster, and loads images that need not wait for the gates: those of others.
 * @param archives none for a cluster that pulls them itself
 */
export async function reachCluster(
  target: Target,
  archives: readonly NamedArchive[],
  startedAt: number,
): Promise<ClusterSession> {
  const settings = {
    startedAt,
    kubectl: target.kubectl,
    serverSeconds: target.kindSettings === undefined ? 20 : 120,
    kind: target.kindSettings ?? null,
    kindLogs: kindLogsOf(target),
    archives: archives.map(({ name }, index) => ({ name: nodeName(name), file: archivePath(index) })),
  };
  const { record, tools } = await runProgram(withArchives(target.tools, archives), 'cluster', settings);
  const { steps, failure, version, nodes } = record;
  return {
    target,
    steps,
    tools: withoutArchives(tools, archives),
    loaded: loadedOf(record.loaded, archives),
    ...(version === undefined ? {} : { version }),
    ...(nodes === undefined ? {} : { nodes }),
    ...(failure === undefined ? {} : { failure }),
    clusterLogs: clusterLogsOf(record.kindLogs, tools),
  };
}

/**
 * Loads images into a kind cluster's nodes, and waits until these are ready. Each image is then named by the digest of its
 * configuration.
 */
export async function loadImages(
  session: ClusterSession,
  archives: readonly NamedArchive[],
  startedAt: number,
): Promise<ClusterSession> {
  const settings = {
    startedAt,
    kubectl: session.target.kubectl,
    nodes: session.nodes ?? [],
    archives: archives.map(({ name }, index) => ({ name: nodeName(name), file: archivePath(index) })),
  };
  const { record, tools } = await runProgram(withArchives(session.tools, archives), 'load', settings);
  return {
    ...session,
    steps: [...session.steps, ...record.steps],
    tools: withoutArchives(tools, archives),
    loaded: [...session.loaded, ...loadedOf(record.loaded, archives)],
    ...(record.failure === undefined ? {} : { failure: record.failure }),
  };
}

/** The cluster as the record has it. */
export function clusterOf({ target, version, nodes }: ClusterSession, namespace: string): Cluster {
  return {
    kind: target.kind,
    name: target.name,
    namespace,
    ...(version === undefined ? {} : { version }),
    ...(nodes === undefined ? {} : { nodes: nodes.length }),
  };
}

const archivePath = (index: number): string => `/archives/${String(index)}.tar`;

function withArchives(tools: Container, archives: readonly NamedArchive[]): Container {
  return archives.reduce(
    (container, { archive }, index) => container.withMountedFile(archivePath(index), archive),
    tools,
  );
}

function withoutArchives(tools: Container, archives: readonly NamedArchive[]): Container {
  return archives.reduce((container, _, index) => container.withoutMount(archivePath(index)), tools);
}

function loadedOf(
  found: readonly DeployedImage[] = [],
  archives: readonly { readonly name: string }[],
): ClusterSession['loaded'] {
  return found.flatMap((image, index) => {
    const name = archives[index]?.name;
    return name === undefined ? [] : [{ name, image }];
  });
}
