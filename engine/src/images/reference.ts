import { ImageUnavailable } from './errors.ts';

/** An image reference, taken apart. Grammar: github.com/distribution/reference. */
export interface ImageReference {
  /** The registry's host as people write it: `docker.io`, `gcr.io`, `127.0.0.1:5000`. */
  readonly domain: string;
  /** The repository without its host, whole: `library/node`, `distroless/nodejs24-debian12`. */
  readonly path: string;
  /** The tag; undefined when the reference has none. */
  readonly tag: string | undefined;
  /** `sha256:...`; undefined when the image is not pinned. */
  readonly digest: string | undefined;
  /** Host and repository as people write them: `node`, `gcr.io/distroless/nodejs24-debian12`. */
  readonly familiarName: string;
}

const pathComponent = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const hostComponent = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const grammar = new RegExp(
  `^(?<name>(?:${hostComponent}(?:\\.${hostComponent})*(?::[0-9]+)?/)?${pathComponent}(?:/${pathComponent})*)` +
    '(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$',
);

/** The first part names a host when it looks like one; else it is a folder on Docker Hub. */
function splitDomain(name: string): { domain: string; path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, slash);
  const isHost = slash > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (!isHost) return { domain: 'docker.io', path: slash > 0 ? name : `library/${name}` };
  const rest = name.slice(slash + 1);
  if (first !== 'docker.io' && first !== 'index.docker.io') return { domain: first, path: rest };
  return { domain: 'docker.io', path: rest.includes('/') ? rest : `library/${rest}` };
}

/**
 * Takes an image reference apart.
 * @param text as in a FROM line: `node:24-bookworm-slim@sha256:...`
 * @throws {ImageUnavailable} `invalid-reference`
 */
export function parseReference(text: string): ImageReference {
  const groups = grammar.exec(text)?.groups;
  if (groups?.name === undefined) {
    throw new ImageUnavailable({
      reference: text,
      code: 'invalid-reference',
      reason: 'this is not an image reference',
      next: 'Write it as [HOST[:PORT]/]NAME[:TAG][@sha256:DIGEST], the digest with 64 hexadecimal digits.',
    });
  }
  const { domain, path } = splitDomain(groups.name);
  const familiarName =
    domain === 'docker.io' ? path.replace(/^library\/(?=[^/]+$)/, '') : `${domain}/${path}`;
  return { domain, path, tag: groups.tag, digest: groups.digest, familiarName };
}

/** The host that serves the registry API for a reference's domain. Docker Hub's is not its name. */
export function registryHost(domain: string): string {
  return domain === 'docker.io' ? 'registry-1.docker.io' : domain;
}

/** The name under which the daemon looks an image up: by digest when there is one, since a tag can move. */
export function lookupName({ familiarName, tag, digest }: ImageReference): string {
  return digest === undefined ? `${familiarName}:${tag ?? 'latest'}` : `${familiarName}@${digest}`;
}
