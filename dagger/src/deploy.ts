import { randomUUID } from 'node:crypto';

import type { Container, File } from '@dagger.io/dagger';

import { runAll } from './pipeline.ts';
import { ownCluster } from './stages/cluster/own.ts';
import type { Target } from './stages/cluster/target.ts';
import { bringVersion, stepFailureOf } from './stages/deploy/bring.ts';
import { clusterOf, loadImages, type Reached, reachCluster } from './stages/deploy/reach.ts';
import { defaultDeadlines, type Plan } from './stages/deploy/settings.ts';
import { buildImage, imageArchive } from './stages/image.ts';
import type { Project } from './stages/project.ts';
import { revisionOf } from './stages/revision.ts';
import { deploymentOf } from './verdict/deployment/deployment.ts';
import type { Deployment, Version } from './verdict/deployment/model.ts';
import type { Verdict } from './verdict/model.ts';
import { exitCodes } from './verdict/verdict.ts';

/** What is deployed where, and how. */
export interface DeployRequest {
  /** Gates that a deployment to a cluster of this run alone may go without. */
  readonly allowUnavailable: readonly string[];
  /** Name of the namespace; empty for the project's name. */
  readonly namespace: string;
  /** The overlay in the manifests' directory; empty for the target's own. */
  readonly overlay: string;
  readonly kindConfig: File | undefined;
}

/** A deployment that was tried, or that the gates did not allow. */
export type DeployResult =
  | { readonly kind: 'refused'; readonly verdict: Verdict }
  | { readonly kind: 'deployed'; readonly verdict: Verdict; readonly deployment: Deployment };

/**
 * Runs every gate, and brings what they have passed to a cluster. The cluster is made meanwhile; nothing is applied to
 * it before the gates are green.
 * @throws UsageError when the arguments or the source are wrong
 */
export async function deployProject(project: Project, request: DeployRequest): Promise<DeployResult> {
  const startedAt = Date.now();
  const reaching = settled(reach(project, request, startedAt));
  const verdict = await runAll(project, { allowUnavailable: request.allowUnavailable, failFast: false });
  if (verdict.exitCode !== exitCodes.passed) return { kind: 'refused', verdict };
  const reached = await reaching();
  try {
    const deployment = await bringChecked(project, request, { reached, verdict, startedAt });
    return { kind: 'deployed', verdict, deployment };
  } finally {
    await reached.target.end();
  }
}

/** A promise that nobody may ever wait for: its failure is told to who does. */
function settled<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => undefined);
  return () => promise;
}

async function reach(project: Project, request: DeployRequest, startedAt: number): Promise<Reached> {
  const target: Target = await ownCluster(request.kindConfig);
  return reachCluster(target, project, startedAt);
}

interface Run {
  readonly reached: Reached;
  readonly verdict: Verdict;
  readonly startedAt: number;
}

async function bringChecked(project: Project, request: DeployRequest, run: Run): Promise<Deployment> {
  const { configuration } = project;
  const { revision, created } = await revisionOf(project.source);
  const namespace = request.namespace === '' ? configuration.project : request.namespace;
  const image = await buildImage(project);
  const { reached, version, baseline } = await load(project, run, { revision, image });
  const { failure } = reached;
  const plan: Plan = {
    ...{ project, reached, version, image, namespace, startedAt: run.startedAt },
    ...(baseline === undefined ? {} : { baseline }),
    overlay: request.overlay === '' ? 'overlays/kind' : request.overlay,
    images: reached.loaded.filter(({ name }) => name !== configuration.project),
    holder: `${revision.slice(0, 12)}-${randomUUID().slice(0, 8)}`,
    deadlines: defaultDeadlines,
  };
  const brought =
    failure === undefined
      ? await bringVersion(plan)
      : { steps: [], baseline: false, failure: stepFailureOf(failure) };
  const proved = brought.proof?.outcome === 'passed' ? { provedAt: new Date().toISOString() } : {};
  return deploymentOf({
    ...{ project: configuration.project, cluster: clusterOf(reached, namespace), version },
    ...brought,
    ...proved,
    ...(isDated(created) ? { committedAt: created } : {}),
    startedAt: new Date(run.startedAt).toISOString(),
    durationMs: Date.now() - run.startedAt,
    uncheckedGates: run.verdict.gates.filter(({ allowed }) => allowed).map(({ gate }) => gate),
    steps: [...reached.steps, ...brought.steps],
    notes: [],
  });
}

/** The epoch stands for a commit whose time is not known. */
function isDated(created: string): boolean {
  return Date.parse(created) > 0;
}

interface Loaded {
  readonly reached: Reached;
  readonly version: Version;
  readonly baseline?: Version;
}

/** Loads the image that the gates have seen, and a second build of the same source to go from. */
async function load(
  project: Project,
  { reached, startedAt }: Run,
  { revision }: { readonly revision: string; readonly image: Container },
): Promise<Loaded> {
  const name = project.configuration.project;
  const before = { revision: 'baseline', archive: (await buildImage(project, 'baseline')).asTarball() };
  const candidate = { revision, archive: await imageArchive(project) };
  const archives = [before, candidate].map(({ archive }) => ({ name, archive }));
  const after = reached.failure === undefined ? await loadImages(reached, archives, startedAt) : reached;
  const own = after.loaded.filter((one) => one.name === name);
  const [baseline, version] = [before, candidate].map(({ revision: is }, index) => {
    const image = own[index]?.image;
    return { revision: is, image: image ?? { reference: name } };
  });
  return {
    reached: after,
    version: version ?? { revision, image: { reference: name } },
    ...(baseline === undefined ? {} : { baseline }),
  };
}
