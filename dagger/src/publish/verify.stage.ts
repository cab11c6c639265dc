import type { Container, Secret } from '@dagger.io/dagger';

import { type Ending, passed, type Refusal } from '../verdict/ending.ts';
import { cosign, lookUp, type RegistryAccess } from '../registry/registry.stage.ts';
import { isLoopback, pinnedImage, type PinnedImage } from '../registry/address.ts';
import { publicKeyVariable, type Signer, verifyingFlags } from '../registry/cosign.ts';
import type { Found } from '../registry/registry-answer.ts';
import { decideVerification, type Expectation, type Verification } from './verification.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { exitCodes } from '../verdict/verdict.ts';

/** An image to verify, and its requirements. */
export interface VerifyRequest {
  /** `HOST/NAME@sha256:...`; a tag before the digest is ignored. */
  readonly image: string;
  readonly publicKey: Secret | undefined;
  /** The signer without a key: a regular expression over identities; empty with a key. */
  readonly identity: string;
  /** The issuer of the identity. */
  readonly issuer: string;
  readonly access: RegistryAccess;
  readonly expected: Expectation;
}

/**
 * Verifies signature, provenance and lists of packages of an image by its digest.
 * @throws UsageError if the arguments are wrong
 */
export async function verifyImage(request: VerifyRequest): Promise<Verification> {
  const image = reachableImage(request.image, request.access);
  const signer = signerOf(request);
  const answer = await lookUp(image, request.access, [image.digest]);
  if (!answer.ok) return { outcome: 'unavailable', lines: [answer.detail], revision: '' };
  const [found = { reference: image.digest, images: [] }] = answer.found;
  return found.digest === undefined
    ? decideVerification(
        { found, signature: undefined, provenance: undefined, packageLists: [] },
        request.expected,
      )
    : verifyFound(image, found, signer, request);
}

/**
 * Verifies a published image against the signer's key and against its provenance.
 * @returns the revision that the provenance names
 */
export async function verifyByKey(
  given: Pick<VerifyRequest, 'image' | 'publicKey' | 'access'>,
): Promise<{ readonly kind: 'verified'; readonly revision: string } | Refusal> {
  const expected = { builder: '', revision: '' };
  const { outcome, lines, revision } = await verifyImage({ ...given, identity: '', issuer: '', expected });
  if (outcome === 'passed') return { kind: 'verified', revision };
  return {
    kind: 'refused',
    because: outcome,
    reason: `deploy: the image is not verified: ${outcome}: ${given.image}: ${lines.join('; ')}`,
    next: 'publish it with publish, which signs it, and give the public key of that signing key',
  };
}

/** The ending of a verification: the verified facts, one per line, or exit code 1, or 3 if it could not be checked. */
export function endingOfVerification(image: string, { outcome, lines }: Verification): Ending {
  if (outcome === 'passed') return passed([`verified: ${image.trim()}`, ...lines, ''].join('\n'));
  return {
    exitCode: exitCodes[outcome],
    message: `verify: ${outcome}: ${lines.join('; ')}`,
    output: '',
  };
}

async function verifyFound(
  image: PinnedImage,
  found: Found,
  signer: Signer,
  { access, publicKey, expected }: VerifyRequest,
): Promise<Verification> {
  const flags = verifyingFlags(signer);
  const at = (digest: string): string => `${image.address}@${digest}`;
  const manifests = found.images.map(({ manifest }) => manifest);
  const results = await cosign(image, access, {
    commands: [
      ['verify', ...flags, at(image.digest)],
      ['verify-attestation', '--type', 'slsaprovenance1', ...flags, at(image.digest)],
      ...manifests.map((one) => ['verify-attestation', '--type', 'cyclonedx', ...flags, at(one)]),
    ],
    keepGoing: true,
    prepare: (container: Container) =>
      publicKey === undefined ? container : container.withSecretVariable(publicKeyVariable, publicKey),
  });
  const [signature, provenance, ...lists] = results ?? [];
  const packageLists = manifests.map((manifest, index) => ({ manifest, result: lists[index] }));
  return decideVerification({ found, signature, provenance, packageLists }, expected);
}

function signerOf({ publicKey, identity, issuer }: VerifyRequest): Signer {
  if ((publicKey === undefined) === (identity === ''))
    throw new UsageError('verify: give --public-key, or --identity of who signed without one');
  return publicKey === undefined ? { kind: 'identity', identity, issuer } : { kind: 'key' };
}

/** An image whose registry can be reached with the given access. @throws UsageError if it cannot, or has no digest */
export function reachableImage(text: string, { registry }: RegistryAccess): PinnedImage {
  const image = pinnedImage(text);
  if (isLoopback(image) === (registry !== undefined)) return image;
  throw new UsageError(
    isLoopback(image)
      ? `--image names ${image.host}, which containers cannot reach: give --registry tcp://${image.host} as well`
      : '--registry is for an image on localhost; any other is reached by its own name',
  );
}
