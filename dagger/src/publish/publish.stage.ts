import { dag } from '@dagger.io/dagger';

import { filesFor } from '../gates/order.ts';
import { endWith } from '../tools/ending.stage.ts';
import { runAll } from '../ci/pipeline.ts';
import { attestAndSign } from './attest.ts';
import { brokeOff, foundOrEnd, type FurtherGates, refusal, refuseFurther, refuseUnlessGreen } from './end.ts';
import type { Signing } from './attest.stage.ts';
import type { Project } from '../project/project.stage.ts';
import {
  basesMadeFromPackages,
  type Candidate,
  candidateFor,
  gatesFor,
  projectFor,
  push,
} from './push.stage.ts';
import { lookUp, type RegistryAccess, setTags } from '../registry/registry.stage.ts';
import { revisionName, whyUnknown } from '../project/revision.stage.ts';
import { requireSource } from '../project/source.stage.ts';
import type { Verdict } from '../verdict/model.ts';
import { repositoryAt, type Repository } from '../registry/address.ts';
import { candidateTag, refuseInadmissible, tagsOf } from './admission.ts';
import { conflictingTags, pushedOther } from './conflicts.ts';
import type { Found } from '../registry/registry-answer.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { exitCodes } from '../verdict/verdict.ts';

/** Where an image is to be published, and how. */
export interface PublishRequest {
  /** `HOST/NAME`, without a tag; Docker Hub where no host is named. */
  readonly address: string;
  /** A tag beside the revision's; empty for none. */
  readonly version: string;
  /** Empty for the engine's own platform. */
  readonly platforms: readonly string[];
  readonly access: RegistryAccess;
  readonly signings: readonly Signing[];
  /** Who runs this, as a URI; empty where nobody says. */
  readonly builder: string;
  /** Which run this is; empty where nobody says. */
  readonly invocation: string;
}

/** An image that was published. */
export interface Published {
  /** `address:tag@sha256:...`. */
  readonly reference: string;
  readonly digest: string;
  readonly revision: string;
  /** Each platform with the digest of its configuration, which is what was scanned. */
  readonly images: readonly { readonly platform: string; readonly configuration: string }[];
}

/** What is known before the gates run. */
interface Plan {
  readonly request: PublishRequest;
  readonly repository: Repository;
  readonly signing: Signing;
  readonly revision: string;
  readonly platforms: readonly string[];
  readonly tags: readonly string[];
  /** What the registry has under these tags. */
  readonly before: readonly Found[];
  readonly startedOn: string;
}

/**
 * Publishes what every gate has passed, the very image that was scanned. The image is pushed under a tag that nobody
 * uses, attested and signed by its digest, and only then given its tags, each in one request: a run that breaks off
 * leaves no tag that people use.
 * @param runGates how the project's gates are run
 * @throws UsageError when the arguments, the tree or the base image do not allow it
 */
export async function publishImage(
  project: Project,
  request: PublishRequest,
  runGates: (project: Project) => Promise<Verdict> = runEveryGate,
): Promise<Published> {
  const plan = await planOf(project, request);
  const verdict = await runGates(project);
  await refuseUnlessGreen(verdict, project);
  const { candidates, furtherGates } = await candidatesOf(project, plan);
  await refuseConflicts(plan, candidates);
  const pushed = await pushCandidate(plan, candidates);
  await attestAndSign(project, { ...plan, ...request }, { verdict, furtherGates, candidates, pushed });
  await setTagsOrEnd(plan, pushed.digest);
  const { repository, revision, tags } = plan;
  return {
    reference: `${repository.address}:${tags.at(-1) ?? ''}@${pushed.digest}`,
    ...{ digest: pushed.digest, revision },
    images: candidates.map(({ platform, configuration }) => ({ platform, configuration })),
  };
}

function runEveryGate(project: Project): Promise<Verdict> {
  return runAll(project, { allowUnavailable: [], failFast: false });
}

/** Looks at everything that can be refused before the first gate runs, the registry's credentials among it. */
async function planOf(project: Project, request: PublishRequest): Promise<Plan> {
  const repository = repositoryAt(request.address);
  await requireSource(project, filesFor(['image']));
  const [revision, madeFromPackages] = await Promise.all([
    revisionName(project.repository),
    basesMadeFromPackages(project),
  ]);
  const { version, access, signings } = request;
  refuseInadmissible({
    ...{ repository, revision, version, madeFromPackages },
    whyUnknown: revision === 'unknown' ? await whyUnknown(project.repository) : undefined,
    platforms: request.platforms,
    hasService: access.registry !== undefined,
    signers: signings.map(({ kind }) => kind),
  });
  const [signing] = signings;
  if (signing === undefined) throw new UsageError('publish: nothing to sign with');
  const tags = tagsOf({ revision, version });
  const before = await foundOrEnd(await lookUp(repository, access, tags), repository);
  const platforms = request.platforms.length > 0 ? request.platforms : [await dag.defaultPlatform()];
  const startedOn = new Date().toISOString();
  return { request, repository, signing, revision, platforms, tags, before, startedOn };
}

/** The image for each platform; the gates have seen the engine's own, the others are looked at here. */
async function candidatesOf(
  project: Project,
  { platforms }: Plan,
): Promise<{ candidates: readonly Candidate[]; furtherGates: FurtherGates }> {
  const own = await dag.defaultPlatform();
  const projects = platforms.map((platform) => ({
    platform,
    project: platform === own ? project : projectFor(project, platform),
  }));
  const further = projects.filter(({ platform }) => platform !== own);
  const results = await Promise.all(further.map((one) => gatesFor(one.project, one.platform)));
  const furtherGates = results.flat();
  const red = furtherGates.filter(({ outcome }) => outcome !== 'passed');
  if (red.length > 0) await refuseFurther(red);
  if (further.length > 0 && project.configuration.gates.includes('smoke')) tellUnsmoked(further);
  const candidates = await Promise.all(projects.map((one) => candidateFor(one.project, one.platform)));
  return { candidates, furtherGates };
}

function tellUnsmoked(further: readonly { readonly platform: string }[]): void {
  const names = further.map(({ platform }) => platform).join(', ');
  console.error(`publish: smoke started the image of the engine's own platform; not started: ${names}`);
}

async function refuseConflicts(
  { repository, before }: Plan,
  candidates: readonly Candidate[],
): Promise<void> {
  const conflicts = conflictingTags(before, candidates);
  if (conflicts.length === 0) return;
  await endWith({
    exitCode: exitCodes.failed,
    message: `${refusal} to ${repository.address}: ${conflicts.join('; ')}`,
    output: '',
  });
}

/** Pushes, and looks at what the registry has got. */
async function pushCandidate(
  { request, repository, revision }: Plan,
  candidates: readonly Candidate[],
): Promise<Found & { readonly digest: string }> {
  const tag = candidateTag({ revision });
  const pushed = await push(repository, request.access, { tag, candidates }).catch((error: unknown) =>
    brokeOff(repository, `the push failed: ${error instanceof Error ? error.message : String(error)}`),
  );
  const digest = pushed.split('@')[1] ?? '';
  const found = await foundOrEnd(await lookUp(repository, request.access, [tag]), repository);
  const wrong = pushedOther(found, digest, candidates);
  if (wrong !== undefined) return brokeOff(repository, wrong);
  const [first = { reference: tag, images: [] }] = found;
  return { ...first, digest };
}

async function setTagsOrEnd({ request, repository, tags }: Plan, digest: string): Promise<void> {
  const found = await foundOrEnd(await setTags(repository, request.access, { digest, tags }), repository);
  const missed = tags.filter((tag) => found.find(({ reference }) => reference === tag)?.digest !== digest);
  if (missed.length > 0)
    await brokeOff(repository, `the registry did not take the tags ${missed.join(', ')}`);
}
