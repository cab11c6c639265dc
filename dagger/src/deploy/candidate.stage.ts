import type { Container, File } from '@dagger.io/dagger';

import { type DeployRequest, outlives } from './request.stage.ts';
import { runAll } from '../ci/pipeline.ts';
import { publishImage } from '../publish/publish.stage.ts';
import { buildImage, committedAtOf, imageArchive, publishedImage } from '../gates/image/stage.ts';
import type { Project } from '../project/project.stage.ts';
import { revisionOf } from '../project/revision.stage.ts';
import type { DeployedImage } from './proof/observations.ts';
import { commitTimeOf } from '../gates/image/decide.ts';
import type { Verdict } from '../verdict/model.ts';
import { pinnedImage } from '../registry/address.ts';
import { exitCodes } from '../verdict/verdict.ts';
import { verifyImage } from '../publish/verify.stage.ts';

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
  | Unverified;

/** A published image that is not vouched for as it must be. */
export interface Unverified {
  readonly kind: 'unverified';
  readonly outcome: 'failed' | 'unavailable';
  readonly reason: string;
}

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
    revisionOf(project.repository),
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
      ...committedAt(commitTimeOf(created)),
      ...(published === undefined ? {} : { published }),
    },
  };
}

async function admitImage(request: DeployRequest): Promise<Admission> {
  const { image, publish } = request;
  const verified = await verifyPublished(image, request);
  if (verified.kind === 'unverified') return verified;
  const pulled = publishedImage(image, publish.access);
  return {
    kind: 'candidate',
    candidate: {
      ...{ revision: verified.revision, image: pulled, archive: pulled.asTarball() },
      ...committedAt(await committedAtOf(pulled)),
      published: publishedOf(pinnedImage(image).reference),
    },
  };
}

/** Holds a published image to signature and provenance. @returns the revision that the provenance names */
export async function verifyPublished(
  image: string,
  { publicKey, publish: { access } }: Pick<DeployRequest, 'publicKey' | 'publish'>,
): Promise<Unverified | { readonly kind: 'verified'; readonly revision: string }> {
  const { outcome, lines, revision } = await verifyImage({
    ...{ image, publicKey, identity: '', issuer: '', access },
    expected: { builder: '', revision: '' },
  });
  if (outcome === 'passed') return { kind: 'verified', revision };
  return { kind: 'unverified', outcome, reason: `${image}: ${lines.join('; ')}` };
}

function committedAt(time: string | undefined): Pick<Candidate, 'committedAt'> {
  return time === undefined ? {} : { committedAt: time };
}

/** An image as a cluster pulls it: without a tag, which says nothing beside a digest. */
function publishedOf(reference: string): DeployedImage {
  const pinned = pinnedImage(reference);
  return { reference: pinned.reference, manifest: pinned.digest };
}
