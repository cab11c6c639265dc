import { type Refusal, usageRefusal } from '../verdict/ending.ts';
import { isLoopback, type Repository } from '../registry/address.ts';

/** What is to be published, and where, before anything has run. */
export interface Admission {
  readonly repository: Repository;
  /** Of the source; `unknown` without git, `...-dirty` with changes. */
  readonly revision: string;
  /** Why it is `unknown`. */
  readonly whyUnknown: string | undefined;
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

/** Why something may not be published whatever the gates say: the reason, and what to do next. */
type Objection = readonly [reason: string, next: string];

/** The first reason why something may not be published, whatever the gates say; undefined where there is none. */
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
      `the source has no git commit: nobody could tell what the image is of${why}`,
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
    ? ['--platforms: each platform once', 'leave out what stands there twice']
    : undefined;
}

function objectionToSigners({ signers }: Admission): Objection | undefined {
  if (signers.length === 0) {
    return [
      'nothing to sign with',
      'give with-registry --signing-key, or in GitHub Actions --id-token-url and --id-token-request-token',
    ];
  }
  return signers.length > 1
    ? ['two ways to sign', 'give with-registry a key, or an identity, not both']
    : undefined;
}

function objectionToRegistry({ repository, hasService, madeFromPackages }: Admission): Objection | undefined {
  const { host } = repository;
  if (hasService && !isLoopback(repository)) {
    return [
      '--registry is for an address on localhost; any other is reached by its own name',
      'leave --registry out',
    ];
  }
  if (!hasService && isLoopback(repository)) {
    return [
      `--address names ${host}, which containers do not reach`,
      `give --registry tcp://${host} as well`,
    ];
  }
  if (madeFromPackages.length > 0 && !isLoopback(repository)) {
    return [
      `the base image was made from packages on this machine (${madeFromPackages.join(', ')}), which is for this machine alone`,
      'publish where a container registry answers',
    ];
  }
  return undefined;
}
