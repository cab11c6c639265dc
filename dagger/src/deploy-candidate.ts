import type { Container, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { type DeployRequest, outlives } from './deploy-request.ts';
import { runAll } from './pipeline.ts';
import { publishImage } from './publish.ts';
import { buildImage, imageArchive, publishedArchive } from './stages/image.ts';
import type { Project } from './stages/project.ts';
import { revisionOf } from './stages/revision.ts';
import type { DeployedImage } from './verdict/deployment/observations.ts';
import type { Verdict } from './verdict/model.ts';
import { pinnedImage } from './verdict/publish/address.ts';
import { exitCodes } from './verdict/verdict.ts';
import { verifyImage } from './verify.ts';

/** A version that may be deployed. */
export interface Candidate {
  readonly revision: string;
  /** When the commit was made, where that is known. */
  readonly committedAt?: string;
  /** The image itself, which says by which Node it runs. */
  readonly image: Container;
  /** What was scanned, to be loaded into a cluster of kind's. */
  readonly archive: File;
  /** The image in its registry, where it is published. */
  readonly published?: DeployedImage;
}

/** Whether there is a version that may be deployed, and the verdict of the gates where they ran. */
export type Admission =
  | { readonly kind: 'candidate'; readonly candidate: Candidate; readonly verdict?: Verdict }
  | { readonly kind: 'red'; readonly verdict: Verdict }
  | { readonly kind: 'unverified'; readonly outcome: 'failed' | 'unavailable'; readonly reason: string };

/**
 * The version that is to be deployed: the source, once every gate has passed and, for a cluster by kubeconfig, once it is
 * published; or a published image, once it is verified.
 * @throws UsageError when the arguments or the source are wrong
 */
export function admit(project: Project, request: DeployRequest): Promise<Admission> {
  return request.image === '' ? admitSource(project, request) : admitImage(request);
}

async function admitSource(project: Project, request: DeployRequest): Promise<Admission> {
  const { where, publish } = request;
  const allowUnavailable = outlives(where) ? [] : request.allowUnavailable;
  const verdict = await runAll(project, { allowUnavailable, failFast: false });
  if (verdict.exitCode !== exitCodes.passed) return { kind: 'red', verdict };
  const [{ revision, created }, image, archive] = await Promise.all([
    revisionOf(project.source),
    buildImage(project),
    imageArchive(project),
  ]);
  const published =
    where.kubeconfig === undefined
      ? undefined
      : publishedOf((await publishImage(project, publish)).reference);
  return {
    ...{ kind: 'candidate', verdict },
    candidate: {
      ...{ revision, image, archive },
      ...(Date.parse(created) > 0 ? { committedAt: created } : {}),
      ...(published === undefined ? {} : { published }),
    },
  };
}

async function admitImage({ image, publicKey, publish: { access } }: DeployRequest): Promise<Admission> {
  const { outcome, lines, revision } = await verifyImage({
    ...{ image, publicKey, identity: '', issuer: '', access },
    expected: { builder: '', revision: '' },
  });
  if (outcome !== 'passed') return { kind: 'unverified', outcome, reason: lines.join('; ') };
  const { reference } = pinnedImage(image);
  return {
    kind: 'candidate',
    candidate: {
      ...{ revision, image: dag.container().from(reference), archive: publishedArchive(image) },
      published: publishedOf(reference),
    },
  };
}

/** An image as a cluster pulls it: without a tag, which says nothing beside a digest. */
function publishedOf(reference: string): DeployedImage {
  const pinned = pinnedImage(reference);
  return { reference: pinned.reference, manifest: pinned.digest };
}
