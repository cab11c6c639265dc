import type { Container, Secret } from '@dagger.io/dagger';

import { endWith } from '../tools/ending.stage.ts';
import { cosign, lookUp, type RegistryAccess } from '../registry/registry.stage.ts';
import { isLoopback, pinnedImage, type PinnedImage } from '../registry/address.ts';
import { publicKeyVariable, type Signer, verifyingFlags } from '../registry/cosign.ts';
import type { Found } from '../registry/registry-answer.ts';
import { decideVerification, type Expectation, type Verification } from './verification.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { exitCodes } from '../verdict/verdict.ts';

/** An image to be verified, and what it is to be. */
export interface VerifyRequest {
  /** `HOST/NAME@sha256:...`; a tag before the digest is left out. */
  readonly image: string;
  readonly publicKey: Secret | undefined;
  /** Who signed without a key: a regular expression over identities; empty with a key. */
  readonly identity: string;
  /** Who vouches for the identity. */
  readonly issuer: string;
  readonly access: RegistryAccess;
  readonly expected: Expectation;
}

/**
 * Verifies signature, provenance and lists of packages of an image by its digest.
 * @throws UsageError when the arguments are wrong
 */
export async function verifyImage(request: VerifyRequest): Promise<Verification> {
  const image = pinnedImage(request.image);
  const signer = signerOf(request);
  refuseUnreachable(image, request.access);
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

/** What was shown, a line each; else ends with exit code 1, or 3 where it could not be looked at. */
export async function verifyOrEnd(request: VerifyRequest): Promise<string> {
  const { outcome, lines } = await verifyImage(request);
  if (outcome === 'passed') return [`verified: ${request.image.trim()}`, ...lines, ''].join('\n');
  return endWith({
    exitCode: exitCodes[outcome],
    message: `verify: ${outcome}: ${lines.join('; ')}`,
    output: '',
  });
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

function refuseUnreachable(image: PinnedImage, { registry }: RegistryAccess): void {
  if (isLoopback(image) === (registry !== undefined)) return;
  throw new UsageError(
    isLoopback(image)
      ? `--image names ${image.host}, which containers do not reach: give --registry tcp://${image.host} as well`
      : '--registry is for an image on localhost; any other is reached by its own name',
  );
}
