import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Refused } from '../common/errors.ts';

/** A repository as its registry has it. */
export interface Repository {
  /** `https://registry.example`, without a path. */
  readonly origin: string;
  /** `team/name`. */
  readonly name: string;
  /** Absent for a registry that asks for none. */
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly signal: AbortSignal;
}

/** A manifest that the repository has, and what it runs on. */
export interface PlatformManifest {
  readonly digest: string;
  readonly platform: {
    readonly os: string;
    readonly architecture: string;
    readonly variant?: string | undefined;
  };
}

const indexType = 'application/vnd.oci.image.index.v1+json';
const manifestTypes =
  'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json';

/** The time within which a registry must answer a request, in milliseconds. */
const answerWithinMs = 30_000;

/** The most attempts for a request, and the pause before the second one, in milliseconds. */
const mostAttempts = 3;
const firstPauseMs = 500;

/**
 * Puts an index of manifests into a repository that has them already (OCI image index; OCI distribution specification,
 * "Pushing Manifests"). Docker's own API pushes single images only.
 *
 * @returns The digest of the index.
 * @throws {Refused} when the registry refuses, or does not answer three times
 */
export async function putIndex(
  repository: Repository,
  tag: string,
  manifests: readonly PlatformManifest[],
): Promise<string> {
  const entries = await Promise.all(
    manifests.map(async ({ digest, platform }) => {
      const head = await ask(repository, `manifests/${digest}`, {
        method: 'HEAD',
        headers: { accept: manifestTypes },
      });
      const mediaType = head.headers.get('content-type') ?? '';
      return { mediaType, digest, size: Number(head.headers.get('content-length')), platform };
    }),
  );
  const body = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: entries });
  await ask(repository, `manifests/${tag}`, {
    method: 'PUT',
    headers: { 'content-type': indexType },
    body,
  });
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

interface Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks, again where the registry did not answer or broke down, and with a token where it wants one. */
async function ask(repository: Repository, path: string, request: Request, attempt = 1): Promise<Response> {
  const url = `${repository.origin}/v2/${repository.name}/${path}`;
  try {
    const response = await authorized(repository, url, request);
    if (response.ok) return response;
    if (response.status < 500 || attempt >= mostAttempts) throw refusal(request, url, response);
    await response.body?.cancel();
  } catch (cause) {
    repository.signal.throwIfAborted();
    if (cause instanceof Refused) throw cause;
    if (attempt >= mostAttempts)
      throw new Refused(`${request.method} ${url} failed ${mostAttempts} times: ${String(cause)}`, { cause });
  }
  await delay(firstPauseMs * attempt, undefined, { signal: repository.signal });
  return ask(repository, path, request, attempt + 1);
}

function refusal({ method }: Request, url: string, { status }: Response): Refused {
  return new Refused(
    `${method} ${url} was answered with ${status}: check the address and the credentials, and push again`,
  );
}

async function authorized(repository: Repository, url: string, request: Request): Promise<Response> {
  const first = await send(repository, url, request);
  const challenge = first.headers.get('www-authenticate');
  if (first.status !== 401 || challenge === null) return first;
  await first.body?.cancel();
  const authorization = /^bearer /i.test(challenge) ? await bearer(repository, challenge) : basic(repository);
  if (authorization === undefined) throw refusal(request, url, first);
  return send(repository, url, { ...request, headers: { ...request.headers, authorization } });
}

function send({ signal }: Repository, url: string, request: Request): Promise<Response> {
  return fetch(url, { ...request, signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]) });
}

function basic({ credentials }: Repository): string | undefined {
  if (credentials === undefined) return undefined;
  const { username, password } = credentials;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

const tokenShape = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** A token from the service that the challenge names (distribution, "Token Authentication Specification"). */
async function bearer(repository: Repository, challenge: string): Promise<string | undefined> {
  const fields = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const { realm, service } = fields;
  if (realm === undefined) return undefined;
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', fields['scope'] ?? `repository:${repository.name}:pull,push`);
  const authorization = basic(repository);
  const response = await send(repository, url.href, {
    method: 'GET',
    headers: authorization === undefined ? {} : { authorization },
  });
  if (!response.ok) return undefined;
  const answer = tokenShape.parse(await response.json());
  const token = answer.token ?? answer.access_token;
  return token === undefined ? undefined : `Bearer ${token}`;
}
