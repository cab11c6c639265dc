import type { File } from '@dagger.io/dagger';

import { type Unverified, verifyPublished } from './candidate.stage.ts';
import { type DeployRequest, outlives } from './request.stage.ts';
import { buildImage, labelsOf, publishedImage } from '../gates/image/stage.ts';
import type { Project } from '../project/project.stage.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** A version to go from on a cluster that has none, as an archive to be loaded. */
export interface Baseline {
  readonly kind: 'baseline';
  /** What it answers on its health path. */
  readonly revision: string;
  readonly archive: File;
}

/**
 * The version to go from: a published one, or a second build of the source under another revision. None for a cluster by
 * kubeconfig, where what serves is what there is to go from.
 * @throws UsageError when a published one does not say which revision it is
 */
export async function baselineOf(
  project: Project,
  request: DeployRequest,
): Promise<Baseline | Unverified | undefined> {
  const { where, baseline } = request;
  if (where.kubeconfig !== undefined) return undefined;
  if (baseline !== '') return publishedBaseline(request);
  const built = await buildImage(project, 'baseline');
  return { kind: 'baseline', revision: 'baseline', archive: await built.asTarball().sync() };
}

async function publishedBaseline(request: DeployRequest): Promise<Baseline | Unverified> {
  const { where, baseline, publish } = request;
  if (outlives(where)) {
    const verified = await verifyPublished(baseline, request);
    if (verified.kind === 'unverified') return verified;
  }
  const image = publishedImage(baseline, publish.access);
  const revision = (await labelsOf(image))['org.opencontainers.image.revision'] ?? '';
  if (revision === '') {
    throw new UsageError(
      `--baseline: expected an image with the label org.opencontainers.image.revision, by which its replicas are known: ${baseline}`,
    );
  }
  return { kind: 'baseline', revision, archive: await image.asTarball().sync() };
}
