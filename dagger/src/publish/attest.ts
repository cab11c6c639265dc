import { attest, type Signing } from './attest.stage.ts';
import { repositoryOf } from '../gates/image/stage.ts';
import type { Project } from '../project/project.stage.ts';
import type { Candidate } from './push.stage.ts';
import type { RegistryAccess } from '../registry/registry.stage.ts';
import { brokeOff, type FurtherGates } from './end.ts';
import { baseImages } from '../gates/image/decide.ts';
import type { Verdict } from '../verdict/model.ts';
import type { Repository } from '../registry/address.ts';
import { reasonOf } from '../registry/cosign.ts';
import { localBuilder, provenanceOf } from './provenance.ts';
import type { Found } from '../registry/registry-answer.ts';
import { jsonOrUndefined } from '../verdict/read-json.ts';

/** Where an image is, what it is signed with, and what its provenance is to say of the run. */
export interface Vouching {
  readonly repository: Repository;
  readonly access: RegistryAccess;
  readonly signing: Signing;
  readonly revision: string;
  readonly version: string;
  readonly builder: string;
  readonly invocation: string;
  readonly startedOn: string;
}

/** What is vouched for. */
export interface Vouched {
  readonly verdict: Verdict;
  readonly furtherGates: FurtherGates;
  readonly candidates: readonly Candidate[];
  readonly pushed: Found & { readonly digest: string };
}

/** Attests and signs, or ends the run: no tag that people use is set then. */
export async function attestAndSign(project: Project, vouching: Vouching, vouched: Vouched): Promise<void> {
  const { repository, access, signing } = vouching;
  const { candidates, pushed } = vouched;
  const provenance = await provenanceFor(project, vouching, vouched);
  const { digest, images } = pushed;
  const results = await attest(repository, access, signing, {
    digest,
    images,
    candidates,
    provenance,
  });
  const failed = results?.find(({ exitCode }) => exitCode !== 0);
  if (results === undefined) await brokeOff(repository, 'cosign did not run');
  if (failed !== undefined) await brokeOff(repository, `cosign ${failed.command}: ${reasonOf(failed)}`);
}

async function provenanceFor(
  { source, dockerfile }: Project,
  { revision, version, builder, invocation, startedOn }: Vouching,
  { verdict, furtherGates, candidates }: Vouched,
): Promise<Readonly<Record<string, unknown>>> {
  const [manifest, lockfile, build] = await Promise.all([
    source.file('package.json').contents(),
    source.file('package-lock.json').digest({ excludeMetadata: true }),
    source.file(dockerfile).contents(),
  ]);
  return provenanceOf({
    ...{ verdict, furtherGates, revision, dockerfile, lockfile, startedOn, images: candidates },
    repository: repositoryOf(jsonOrUndefined(manifest)) ?? '',
    bases: baseImages(build),
    ...{ version, invocation },
    builder: builder === '' ? localBuilder : builder,
    finishedOn: new Date().toISOString(),
  });
}
