import { candidateTag } from './admission.ts';
import type { Candidate } from './candidates.stage.ts';
import { pushMismatch } from './conflicts.ts';
import type { Publication } from './publication.stage.ts';
import { registryFailure, foundIn, type PublishRefusal } from './refusals.ts';
import type { Repository } from '../registry/address.ts';
import { lookUp, type RegistryAccess } from '../registry/registry.stage.ts';
import type { Found } from '../registry/registry-answer.ts';
import { isRefusal } from '../verdict/ending.ts';

/** Deadline of a push in milliseconds, and number of attempts. */
const pushWithinMs = 600_000;
const mostPushes = 2;

/** Pushes the images and checks the registry's content. */
export async function pushCandidates(
  { request, repository, revision }: Publication,
  candidates: readonly Candidate[],
): Promise<(Found & { readonly digest: string }) | PublishRefusal> {
  const waiting = candidateTag({ revision });
  const pushed = await push(repository, request.access, { tag: waiting, candidates }).catch(
    (error: unknown) =>
      registryFailure(
        repository,
        `the push failed: ${error instanceof Error ? error.message : String(error)}`,
      ),
  );
  if (typeof pushed !== 'string') return pushed;
  const digest = pushed.split('@')[1] ?? '';
  const found = foundIn(await lookUp(repository, request.access, [waiting]), repository);
  if (isRefusal(found)) return found;
  const wrong = pushMismatch(found, digest, candidates);
  if (wrong !== undefined) return registryFailure(repository, wrong);
  const [first = { reference: waiting, images: [] }] = found;
  return { ...first, digest };
}

/**
 * Pushes the images under one tag, several of them as an index. It is tried twice, but only once if the credentials are
 * refused.
 * @returns `address:tag@sha256:...`
 * @throws Error with the registry's reason, or if it took too long
 */
async function push(
  repository: Repository,
  access: RegistryAccess,
  { tag, candidates }: { readonly tag: string; readonly candidates: readonly Candidate[] },
): Promise<string> {
  const [first, ...others] = candidates.map(({ built }) => built);
  if (first === undefined) throw new Error('nothing to push');
  const { registry, username, password } = access;
  const from =
    password === undefined ? first : first.withRegistryAuth(repository.address, username, password);
  const options = {
    ...(others.length === 0 ? {} : { platformVariants: others }),
    ...(registry === undefined ? {} : { registryService: registry }),
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withinTime(from.publish(`${repository.address}:${tag}`, options));
    } catch (error) {
      if (attempt === mostPushes || /unauthorized|denied|forbidden|\b40[13]\b/i.test(String(error)))
        throw error;
    }
  }
}

async function withinTime<Result>(work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`the push did not end within ${String(pushWithinMs / 1000)} s`));
  }, pushWithinMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
