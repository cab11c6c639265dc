import { UsageError } from '../verdict/usage-error.ts';
import { isLoopback, type Repository } from '../registry/address.ts';

/** What is to be published, and where, before anything has run. */
export interface Admission {
  readonly repository: Repository;
  /** Of the source; `unknown` without git, `...-dirty` with changes. */
  readonly revision: string;
  /** Why it is `unknown`. */
  readonly whyUnknown?: string | undefined;
  /** Empty for none. */
  readonly version: string;
  readonly platforms: readonly string[];
  /** Whether the registry was given as a service. */
  readonly hasService: boolean;
  /** Whether a key, or an identity, was given to sign with. */
  readonly signers: readonly ('key' | 'identity')[];
  /** Base images of the Dockerfile that were made from packages, because no container registry answered. */
  readonly madeFromPackages: readonly string[];
}

/** Tags that a publication sets, in order: the last one is what the answer names. */
export function tagsOf({ revision, version }: Pick<Admission, 'revision' | 'version'>): string[] {
  return version === '' ? [revision] : [revision, version];
}

/** The tag under which an image waits for its signature; nobody is to use it. */
export function candidateTag({ revision }: Pick<Admission, 'revision'>): string {
  return `candidate-${revision}`;
}

const platformPattern = /^linux\/(amd64|arm64)(\/v\d)?$/;

/**
 * Refuses what may not be published, whatever the gates say.
 * @throws UsageError naming the first reason
 */
export function refuseInadmissible(given: Admission): void {
  const reason = reasonAgainst(given);
  if (reason !== undefined) throw new UsageError(`publish: ${reason}`);
}

function reasonAgainst(given: Admission): string | undefined {
  return revisionReason(given) ?? argumentReason(given) ?? signerReason(given) ?? registryReason(given);
}

function revisionReason({ revision, whyUnknown }: Admission): string | undefined {
  if (revision === 'unknown') {
    const why = whyUnknown === undefined ? '' : ` (${whyUnknown})`;
    return `the source has no git commit: nobody could tell what the image is of${why}`;
  }
  return revision.endsWith('-dirty')
    ? `the tree has changes (${revision}): commit them, so that the image is of a commit`
    : undefined;
}

function argumentReason({ version, platforms }: Admission): string | undefined {
  if (version !== '' && !/^\w[\w.-]{0,127}$/.test(version))
    return `--version: expected a tag, as in 1.2.3, got ${version}`;
  const strange = platforms.find((platform) => !platformPattern.test(platform));
  if (strange !== undefined) return `--platforms: expected linux/amd64 or linux/arm64, got ${strange}`;
  return new Set(platforms).size < platforms.length ? '--platforms: each platform once' : undefined;
}

function signerReason({ signers }: Admission): string | undefined {
  if (signers.length === 0)
    return 'nothing to sign with: give --signing-key, or in GitHub Actions --id-token-url and --id-token-request-token';
  return signers.length > 1 ? 'two ways to sign: give a key, or an identity, not both' : undefined;
}

function registryReason({ repository, hasService, madeFromPackages }: Admission): string | undefined {
  const { host } = repository;
  if (hasService && !isLoopback(repository))
    return '--registry is for an address on localhost; any other is reached by its own name';
  if (!hasService && isLoopback(repository))
    return `--address names ${host}, which containers do not reach: give --registry tcp://${host} as well`;
  if (madeFromPackages.length > 0 && !isLoopback(repository))
    return `the base image was made from packages on this machine (${madeFromPackages.join(', ')}), which is for this machine alone: publish where a container registry answers`;
  return undefined;
}
