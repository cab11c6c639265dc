import { runAll } from '../ci/pipeline.ts';
import { attestAndSign } from './attest.ts';
import { candidatesOf } from './candidates.stage.ts';
import { planPublication, type Publication, type PublishRequest } from './publication.stage.ts';
import { pushCandidates } from './push.stage.ts';
import { registryFailure, foundIn, type PublishRefusal, refusalByGates } from './refusals.ts';
import type { Project } from '../project/project.stage.ts';
import { requireImageSource } from '../project/source.stage.ts';
import { setTags } from '../registry/registry.stage.ts';
import { isRefusal } from '../verdict/ending.ts';
import type { Verdict } from '../verdict/model.ts';

/** An image that was published. */
export interface Published {
  readonly kind: 'published';
  /** `address:tag@sha256:...`. */
  readonly reference: string;
  /** `address@sha256:...`, as a cluster pulls it: with a digest, a tag has no meaning. */
  readonly pinned: string;
  readonly digest: string;
  readonly revision: string;
  /** Each platform with the digest of its configuration, which identifies the scanned image. */
  readonly images: readonly { readonly platform: string; readonly configuration: string }[];
}

/**
 * Runs every gate, and publishes the image if all passed.
 * @throws UsageError if the address or the source is wrong
 */
export async function publishImage(
  project: Project,
  request: PublishRequest,
): Promise<Published | PublishRefusal> {
  await requireImageSource(project);
  const publication = await planPublication(project, request);
  if (publication.kind === 'refused') return publication;
  const verdict = await runAll(project, { allowUnavailable: [], failFast: false });
  return publishChecked(project, publication, verdict);
}

/**
 * Publishes an image that every gate has passed, exactly the one that was scanned. It is pushed under a tag that nobody
 * uses, attested and signed by its digest, and only then gets its tags, each in one request. A run that is interrupted
 * leaves no public tag.
 * @param verdict of the gates that checked it
 */
export async function publishChecked(
  project: Project,
  publication: Publication,
  verdict: Verdict,
): Promise<Published | PublishRefusal> {
  const red = refusalByGates(verdict, project.gates);
  if (red !== undefined) return red;
  const admitted = await candidatesOf(project, publication);
  if (isRefusal(admitted)) return admitted;
  const pushed = await pushCandidates(publication, admitted.candidates);
  if (isRefusal(pushed)) return pushed;
  const broken =
    (await attestAndSign(project, publication, { verdict, ...admitted, pushed })) ??
    (await tag(publication, pushed.digest));
  if (broken !== undefined) return broken;
  const { repository, revision, tags } = publication;
  return {
    kind: 'published',
    reference: `${repository.address}:${tags.at(-1) ?? ''}@${pushed.digest}`,
    pinned: `${repository.address}@${pushed.digest}`,
    digest: pushed.digest,
    revision,
    images: admitted.candidates.map(({ platform, configuration }) => ({ platform, configuration })),
  };
}

async function tag(
  { request, repository, tags }: Publication,
  digest: string,
): Promise<PublishRefusal | undefined> {
  const found = foundIn(await setTags(repository, request.access, { digest, tags }), repository);
  if (isRefusal(found)) return found;
  const missed = tags.filter((name) => found.find(({ reference }) => reference === name)?.digest !== digest);
  return missed.length === 0
    ? undefined
    : registryFailure(repository, `the registry did not take the tags ${missed.join(', ')}`);
}
