import { dag } from '@dagger.io/dagger';

import { runAll } from '../ci/pipeline.ts';
import { attestAndSign } from './attest.ts';
import { candidateTag } from './admission.ts';
import { conflictingTags, pushedOther } from './conflicts.ts';
import { planPublication, type Publication, type PublishRequest } from './publication.stage.ts';
import { type Candidate, candidateFor, gatesFor, projectFor, push } from './push.stage.ts';
import {
  brokeOff,
  foundIn,
  type FurtherGates,
  type PublishRefusal,
  refusalByConflicts,
  refusalByFurtherGates,
  refusalByGates,
} from './refusals.ts';
import type { Project } from '../project/project.stage.ts';
import { lookUp, setTags } from '../registry/registry.stage.ts';
import type { Found } from '../registry/registry-answer.ts';
import { isRefusal } from '../verdict/ending.ts';
import type { Verdict } from '../verdict/model.ts';

/** An image that was published. */
export interface Published {
  readonly kind: 'published';
  /** `address:tag@sha256:...`. */
  readonly reference: string;
  readonly digest: string;
  readonly revision: string;
  /** Each platform with the digest of its configuration, which is what was scanned. */
  readonly images: readonly { readonly platform: string; readonly configuration: string }[];
}

/**
 * Runs every gate, and publishes what they have passed.
 * @throws UsageError when the address or the source is wrong
 */
export async function publishImage(
  project: Project,
  request: PublishRequest,
): Promise<Published | PublishRefusal> {
  const publication = await planPublication(project, request);
  if (publication.kind === 'refused') return publication;
  const verdict = await runAll(project, { allowUnavailable: [], failFast: false });
  return publishChecked(project, publication, verdict);
}

/**
 * Publishes what every gate has passed, the very image that was scanned. The image is pushed under a tag that nobody
 * uses, attested and signed by its digest, and only then given its tags, each in one request: a run that breaks off
 * leaves no tag that people use.
 * @param verdict of the gates that have seen it
 */
export async function publishChecked(
  project: Project,
  publication: Publication,
  verdict: Verdict,
): Promise<Published | PublishRefusal> {
  const red = refusalByGates(verdict, project.configuration.gates);
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
    digest: pushed.digest,
    revision,
    images: admitted.candidates.map(({ platform, configuration }) => ({ platform, configuration })),
  };
}

interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly furtherGates: FurtherGates;
}

/** The image for each platform; the gates have seen the engine's own, the others are looked at here. */
async function candidatesOf(
  project: Project,
  { platforms, repository, before }: Publication,
): Promise<Candidates | PublishRefusal> {
  const own = await dag.defaultPlatform();
  const projects = platforms.map((platform) => ({
    platform,
    project: platform === own ? project : projectFor(project, platform),
  }));
  const further = projects.filter(({ platform }) => platform !== own);
  const furtherGates = (await Promise.all(further.map((one) => gatesFor(one.project, one.platform)))).flat();
  const red = refusalByFurtherGates(furtherGates);
  if (red !== undefined) return red;
  if (further.length > 0 && project.configuration.gates.includes('smoke')) tellUnsmoked(further);
  const candidates = await Promise.all(projects.map((one) => candidateFor(one.project, one.platform)));
  return refusalByConflicts(repository, conflictingTags(before, candidates)) ?? { candidates, furtherGates };
}

function tellUnsmoked(further: readonly { readonly platform: string }[]): void {
  const names = further.map(({ platform }) => platform).join(', ');
  console.error(`publish: smoke started the image of the engine's own platform; not started: ${names}`);
}

/** Pushes, and looks at what the registry has got. */
async function pushCandidates(
  { request, repository, revision }: Publication,
  candidates: readonly Candidate[],
): Promise<(Found & { readonly digest: string }) | PublishRefusal> {
  const waiting = candidateTag({ revision });
  const pushed = await push(repository, request.access, { tag: waiting, candidates }).catch(
    (error: unknown) =>
      brokeOff(repository, `the push failed: ${error instanceof Error ? error.message : String(error)}`),
  );
  if (typeof pushed !== 'string') return pushed;
  const digest = pushed.split('@')[1] ?? '';
  const found = foundIn(await lookUp(repository, request.access, [waiting]), repository);
  if (isRefusal(found)) return found;
  const wrong = pushedOther(found, digest, candidates);
  if (wrong !== undefined) return brokeOff(repository, wrong);
  const [first = { reference: waiting, images: [] }] = found;
  return { ...first, digest };
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
    : brokeOff(repository, `the registry did not take the tags ${missed.join(', ')}`);
}
