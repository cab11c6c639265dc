import { type Refusal, usageRefusal } from '../verdict/ending.ts';
import { isLoopback, type Repository } from '../registry/address.ts';

/** The request to publish, and its target, before anything has run. */
export interface Admission {
  readonly repository: Repository;
  /** The source's revision; `unknown` without git, `...-dirty` with changes. */
  readonly revision: string;
  /** Why the revision is `unknown`. */
  readonly whyUnknown: string | undefined;
  /** Empty for none. */
  readonly version: string;
  readonly platforms: readonly string[];
  /** Whether the registry was given as a service. */
  readonly hasService: boolean;
  /** The kinds of signer that were given: a key, an identity, or both. */
  readonly signers: readonly ('key' | 'identity')[];
  /** Base images of the Dockerfile that were built from packages because no container registry answered. */
  readonly madeFromPackages: readonly string[];
}

/** Tags that a publication sets, in order; the answer names the last one. */
export function tagsOf({ revision, version }: Pick<Admission, 'revision' | 'version'>): string[] {
  return version === '' ? [revision] : [revision, version];
}

/** The tag of an image that is not signed yet; nobody should use it. */
export function candidateTag({ revision }: Pick<Admission, 'revision'>): string {
  return `candidate-${revision}`;
}

const platformPattern = /^linux\/(amd64|arm64)(\/v\d)?$/;

/** Why a request is refused regardless of the gates: the reason, and what to do next. */
type Objection = readonly [reason: string, next: string];

/** The first reason to refuse a request regardless of the gates; undefined if there is none. */
export function admissionRefusal(given: Admission): Refusal | undefined {
  const objection =
    objectionToRevision(given) ??
    objectionToArguments(given) ??
    objectionToSigners(given) ??
    objectionToRegistry(given);
  if (objection === undefined) return undefined;
  const [reason, next] = objection;
  return usageRefusal(`publish: ${reason}`, next);
}

function objectionToRevision({ revision, whyUnknown }: Admission): Objection | undefined {
  if (revision === 'unknown') {
    const why = whyUnknown === undefined ? '' : ` (${whyUnknown})`;
    return [
      `the source has no git commit, so the image could not be traced to one${why}`,
      'give a clone with its .git: by --source the repository, by --directory a folder in it',
    ];
  }
  return revision.endsWith('-dirty')
    ? [`the tree has changes (${revision})`, 'commit them, so that the image is of a commit']
    : undefined;
}

function objectionToArguments({ version, platforms }: Admission): Objection | undefined {
  if (version !== '' && !/^\w[\w.-]{0,127}$/.test(version)) {
    return [
      `--version: expected a tag, got ${version}`,
      'give letters, digits, dots and dashes, as in 1.2.3',
    ];
  }
  const unknown = platforms.find((platform) => !platformPattern.test(platform));
  if (unknown !== undefined) {
    return [
      `--platforms: expected linux/amd64 or linux/arm64, got ${unknown}`,
      'name the platforms, with a comma between them',
    ];
  }
  return new Set(platforms).size < platforms.length
    ? ['--platforms: a platform is named twice', 'name each platform once']
    : undefined;
}

function objectionToSigners({ signers }: Admission): Objection | undefined {
  if (signers.length === 0) {
    return [
      'no key and no identity to sign with',
      'give with-registry --signing-key, or in GitHub Actions --id-token-url and --id-token-request-token',
    ];
  }
  return signers.length > 1
    ? ['two ways to sign are given', 'give with-registry a key, or an identity, not both']
    : undefined;
}

function objectionToRegistry({ repository, hasService, madeFromPackages }: Admission): Objection | undefined {
  const { host } = repository;
  if (hasService && !isLoopback(repository)) {
    return [
      '--registry is for an address on localhost; any other is reached by its own name',
      'remove --registry',
    ];
  }
  if (!hasService && isLoopback(repository)) {
    return [
      `--address names ${host}, which containers cannot reach`,
      `give --registry tcp://${host} as well`,
    ];
  }
  if (madeFromPackages.length > 0 && !isLoopback(repository)) {
    return [
      `the base image was made from packages on this machine (${madeFromPackages.join(', ')}), which must not be used on another machine`,
      'publish where a container registry answers',
    ];
  }
  return undefined;
}
