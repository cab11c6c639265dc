import type { Container, Secret } from '@dagger.io/dagger';

import type { Repository } from '../registry/address.ts';
import { type CosignResult, signingFlags, signingKeyVariable } from '../registry/cosign.ts';
import type { RemoteImage } from '../registry/registry-answer.ts';
import type { Candidate } from './candidates.stage.ts';
import { cosign, type RegistryAccess } from '../registry/registry.stage.ts';

/** The way to sign an image: with a key, or with an identity of a GitHub Actions run. */
export type Signing =
  | { readonly kind: 'key'; readonly key: Secret; readonly password: Secret | undefined }
  | { readonly kind: 'identity'; readonly requestUrl: string; readonly requestToken: Secret };

/** The arguments for signing. */
export interface SigningArguments {
  readonly signingKey: Secret | undefined;
  readonly signingPassword: Secret | undefined;
  /** Empty for none. */
  readonly idTokenUrl: string;
  readonly idTokenRequestToken: Secret | undefined;
}

/** The ways to sign that were given. */
export function signingsOf(given: SigningArguments): Signing[] {
  const { signingKey: key, signingPassword: password, idTokenUrl: requestUrl } = given;
  const { idTokenRequestToken: requestToken } = given;
  return [
    ...(key === undefined ? [] : [{ kind: 'key', key, password } as const]),
    ...(requestToken === undefined ? [] : [{ kind: 'identity', requestUrl, requestToken } as const]),
  ];
}

/** The images to sign, and the statements about them. */
export interface Attestation {
  readonly digest: string;
  readonly images: readonly RemoteImage[];
  readonly candidates: readonly Candidate[];
  readonly provenance: Readonly<Record<string, unknown>>;
}

/**
 * Attaches a list of packages to each platform's image and the provenance to the whole, and then signs that. The
 * signature comes last, so that a signed image always has its attestations.
 */
export function attest(
  repository: Repository,
  access: RegistryAccess,
  signing: Signing,
  what: Attestation,
): Promise<CosignResult[] | undefined> {
  const flags = signingFlags(signing.kind);
  const lists = what.images.map(({ manifest, configuration }) => {
    const index = what.candidates.findIndex((candidate) => candidate.configuration === configuration);
    const predicate = `/attest/packages-${String(index)}.json`;
    const about = `${repository.address}@${manifest}`;
    return ['attest', ...flags, '--type', 'cyclonedx', '--predicate', predicate, about];
  });
  const image = `${repository.address}@${what.digest}`;
  const provenance = ['--type', 'slsaprovenance1', '--predicate', '/attest/provenance.json'];
  const prepare = (container: Container): Container => withSigning(withPredicates(container, what), signing);
  return cosign(repository, access, {
    commands: [...lists, ['attest', ...flags, ...provenance, image], ['sign', ...flags, image]],
    keepGoing: false,
    prepare,
  });
}

function withPredicates(container: Container, { candidates, provenance }: Attestation): Container {
  return candidates.reduce(
    (held, { packages }, index) => held.withFile(`/attest/packages-${String(index)}.json`, packages),
    container.withNewFile('/attest/provenance.json', JSON.stringify(provenance)),
  );
}

/**
 * Adds the key or the identity. Without the variable, cosign would ask for a password, so a key without one gets an
 * empty one.
 */
function withSigning(container: Container, signing: Signing): Container {
  if (signing.kind === 'identity') {
    return container
      .withEnvVariable('ACTIONS_ID_TOKEN_REQUEST_URL', signing.requestUrl)
      .withSecretVariable('ACTIONS_ID_TOKEN_REQUEST_TOKEN', signing.requestToken);
  }
  const keyed = container.withSecretVariable(signingKeyVariable, signing.key);
  return signing.password === undefined
    ? keyed.withEnvVariable('COSIGN_PASSWORD', '')
    : keyed.withSecretVariable('COSIGN_PASSWORD', signing.password);
}
