import { dag } from '@dagger.io/dagger';

import { basesMadeFromPackages } from '../gates/image/bases.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { repositoryAt, type Repository } from '../registry/address.ts';
import { lookUp, type RegistryAccess } from '../registry/registry.stage.ts';
import type { Found } from '../registry/registry-answer.ts';
import { isRefusal } from '../verdict/ending.ts';
import { admissionRefusal, tagsOf } from './admission.ts';
import type { Signing } from './attest.stage.ts';
import { foundIn, type PublishRefusal, refusalOfRequest } from './refusals.ts';

/** The target of a publication, and its options. */
export interface PublishRequest {
  /** `HOST/NAME`, without a tag; without a host, Docker Hub. */
  readonly address: string;
  /** A tag in addition to the revision; empty for none. */
  readonly version: string;
  /** Empty for the engine's own platform. */
  readonly platforms: readonly string[];
  readonly access: RegistryAccess;
  readonly signings: readonly Signing[];
  /** The builder that runs this, as a URI; empty if unknown. */
  readonly builder: string;
  /** Identifier of the run; empty if unknown. */
  readonly invocation: string;
}

/** A publication that may proceed once the gates have passed. */
export interface Publication {
  readonly kind: 'publication';
  readonly request: PublishRequest;
  readonly repository: Repository;
  readonly signing: Signing;
  readonly revision: string;
  readonly platforms: readonly string[];
  readonly tags: readonly string[];
  /** The images in the registry under these tags. */
  readonly before: readonly Found[];
  readonly startedOn: string;
}

/**
 * Checks everything that can be refused before the first gate runs, including the registry's credentials. The source
 * must be known to have a Dockerfile.
 * @throws UsageError if the address is wrong
 */
export async function planPublication(
  project: Project,
  request: PublishRequest,
): Promise<Publication | PublishRefusal> {
  const { version, access, signings } = request;
  const repository = repositoryAt(request.address);
  const [{ name: revision, whyUnknown }, madeFromPackages] = await Promise.all([
    project.revision(),
    basesMadeFromPackages(project),
  ]);
  const [signing] = signings;
  const inadmissible = admissionRefusal({
    repository,
    revision,
    whyUnknown,
    version,
    platforms: request.platforms,
    hasService: access.registry !== undefined,
    signers: signings.map(({ kind }) => kind),
    madeFromPackages,
  });
  const refusal = refusalOfRequest(inadmissible);
  if (refusal !== undefined) return refusal;
  if (signing === undefined) throw new Error('nothing to sign with was let through');
  const tags = tagsOf({ revision, version });
  const before = foundIn(await lookUp(repository, access, tags), repository);
  if (isRefusal(before)) return before;
  const platforms = request.platforms.length > 0 ? request.platforms : [await dag.defaultPlatform()];
  const startedOn = new Date().toISOString();
  return { kind: 'publication', request, repository, signing, revision, platforms, tags, before, startedOn };
}
