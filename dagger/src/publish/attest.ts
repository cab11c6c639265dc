import { attest } from './attest.stage.ts';
import type { Publication } from './publication.stage.ts';
import type { Candidate } from './candidates.stage.ts';
import { registryFailure, type FurtherGates, type PublishRefusal } from './refusals.ts';
import { type BuildFacts, localBuilder, provenanceOf } from './provenance.ts';
import { baseImages } from '../gates/image/bases.ts';
import { manifestFacts } from '../project/manifest.ts';
import { lockfiles } from '../project/facts/lockfiles.ts';
import type { Project } from '../project/project.stage.ts';
import { reasonOf } from '../registry/cosign.ts';
import type { Found } from '../registry/registry-answer.ts';
import type { Verdict } from '../verdict/model.ts';

/** An image that was pushed, and the facts for its provenance. */
export interface AttestedImage {
  readonly verdict: Verdict;
  readonly furtherGates: FurtherGates;
  readonly candidates: readonly Candidate[];
  readonly pushed: Found & { readonly digest: string };
}

/** Attests and signs. @returns why it failed, in which case no public tag is set */
export async function attestAndSign(
  project: Project,
  publication: Publication,
  vouched: AttestedImage,
): Promise<PublishRefusal | undefined> {
  const { repository, request, signing } = publication;
  const { candidates, pushed } = vouched;
  const provenance = await provenanceFor(project, publication, vouched);
  const { digest, images } = pushed;
  const results = await attest(repository, request.access, signing, {
    digest,
    images,
    candidates,
    provenance,
  });
  if (results === undefined) return registryFailure(repository, 'cosign did not run');
  const failed = results.find(({ exitCode }) => exitCode !== 0);
  return failed === undefined
    ? undefined
    : registryFailure(repository, `cosign ${failed.command}: ${reasonOf(failed)}`);
}

/** The lockfiles that the source has, by name and digest. */
async function lockfilesOf({ source }: Project): Promise<BuildFacts['lockfiles']> {
  const entries = await source.entries();
  const present = lockfiles.map(({ file }) => file).filter((name) => entries.includes(name));
  return Promise.all(
    present.map(async (name) => ({
      name,
      digest: await source.file(name).digest({ excludeMetadata: true }),
    })),
  );
}

async function provenanceFor(
  project: Project,
  { revision, startedOn, request: { version, builder, invocation } }: Publication,
  { verdict, furtherGates, candidates }: AttestedImage,
): Promise<Readonly<Record<string, unknown>>> {
  const { source, dockerfile } = project;
  const [manifest, locked, build] = await Promise.all([
    source.file('package.json').contents(),
    lockfilesOf(project),
    source.file(dockerfile).contents(),
  ]);
  return provenanceOf({
    verdict,
    furtherGates,
    revision,
    dockerfile,
    build: project.configuration.image,
    lockfiles: locked,
    startedOn,
    images: candidates,
    repository: manifestFacts(manifest).repository ?? '',
    bases: baseImages(build),
    version,
    invocation,
    builder: builder === '' ? localBuilder : builder,
    finishedOn: new Date().toISOString(),
  });
}
