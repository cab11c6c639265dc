import { UsageError } from '../verdict/usage-error.ts';

/** A repository in a registry, taken apart. */
export interface Repository {
  /** As the caller wrote it, without tag and digest: `localhost:5000/app`, `team/app`. */
  readonly address: string;
  /** The registry's host as people write it: `docker.io`, `localhost:5000`. */
  readonly host: string;
  /** The repository in the registry: `library/app`, `team/app`. */
  readonly name: string;
}

/** An image by its digest. */
export interface PinnedImage extends Repository {
  readonly digest: string;
  /** `address@digest`. */
  readonly reference: string;
}

/** github.com/distribution/reference, as far as people write it. */
const grammar =
  /^(?<address>(?:[A-Za-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/**
 * A repository by its address; Docker Hub's where the address names no registry.
 * @throws UsageError for what is no address, or has a tag or digest of its own
 */
export function repositoryAt(text: string): Repository {
  const { address, tag, digest } = grammar.exec(text)?.groups ?? {};
  if (address === undefined || tag !== undefined || digest !== undefined) {
    throw new UsageError(`--address: expected HOST/NAME without a tag, as in ghcr.io/team/app, got ${text}`);
  }
  return { address, ...partsOf(address) };
}

/**
 * An image by its digest; a tag before the digest is ignored.
 * @throws UsageError if it has no digest: a tag may name another image tomorrow
 */
export function pinnedImage(text: string): PinnedImage {
  const { address, digest } = grammar.exec(text.trim())?.groups ?? {};
  if (address === undefined || digest === undefined) {
    throw new UsageError(`--image: expected HOST/NAME@sha256:DIGEST with 64 digits, got ${text.trim()}`);
  }
  return { address, ...partsOf(address), digest, reference: `${address}@${digest}` };
}

function partsOf(address: string): { host: string; name: string } {
  const slash = address.indexOf('/');
  const first = address.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === 'localhost';
  const [host, name] = isHost ? [first, address.slice(slash + 1)] : ['docker.io', address];
  if (host !== 'docker.io') return { host, name };
  return { host, name: name.includes('/') ? name : `library/${name}` };
}

/** Whether a registry is on this machine, by its loopback name. */
export function isLoopback({ host }: Pick<Repository, 'host'>): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$/.test(host);
}

/** Where the registry's API is: plain HTTP on this machine alone. Docker Hub's has a name of its own. */
export function originOf(repository: Pick<Repository, 'host'>): string {
  if (isLoopback(repository)) return `http://${repository.host}`;
  return `https://${repository.host === 'docker.io' ? 'registry-1.docker.io' : repository.host}`;
}

/** The key under which clients look for the registry's credentials (docker login). */
export function credentialsKey({ host }: Pick<Repository, 'host'>): string {
  return host === 'docker.io' ? 'https://index.docker.io/v1/' : host;
}
