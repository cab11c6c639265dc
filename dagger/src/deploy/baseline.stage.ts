import type { File } from '@dagger.io/dagger';

import type { DeployPlan, DeployRequest } from './plan.stage.ts';
import { outlives } from './where.stage.ts';
import { buildImage, labelsOf } from '../project/image.stage.ts';
import { verifyByKey } from '../publish/verify.stage.ts';
import { revisionLabel } from '../registry/labels.ts';
import { publishedImage } from '../registry/published.stage.ts';
import { type Refusal, usageRefusal } from '../verdict/ending.ts';

/** A version to go from on a cluster that has none, as an archive to be loaded. */
export interface Baseline {
  readonly kind: 'baseline';
  /** The revision that it answers on its health path. */
  readonly revision: string;
  readonly archive: File;
}

/**
 * The version to go from: a published one, or a second build of the source under another revision. None for a cluster by
 * kubeconfig, where the update starts from what serves.
 */
export async function baselineFor({ project, request }: DeployPlan): Promise<Baseline | Refusal | undefined> {
  if (request.where.kind === 'kubeconfig') return undefined;
  if (request.baseline !== '') return publishedBaseline(request);
  const { archive } = await buildImage(project, { as: 'baseline' });
  return { kind: 'baseline', revision: 'baseline', archive: await archive.sync() };
}

async function publishedBaseline({
  where,
  baseline,
  publicKey,
  access,
}: DeployRequest): Promise<Baseline | Refusal> {
  if (outlives(where)) {
    const verified = await verifyByKey({ image: baseline, publicKey, access });
    if (verified.kind === 'refused') return verified;
  }
  const image = publishedImage(baseline, access);
  const revision = (await labelsOf(image))[revisionLabel] ?? '';
  if (revision === '') {
    return usageRefusal(
      `--baseline: expected an image with the label ${revisionLabel}, by which its replicas are known: ${baseline}`,
      'give an image whose Dockerfile sets that label, or leave --baseline out',
    );
  }
  return { kind: 'baseline', revision, archive: await image.asTarball().sync() };
}
