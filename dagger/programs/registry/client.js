/** The little of a registry's API that is needed beside pushing (OCI distribution specification). */
/* global AbortSignal, Buffer, URL, fetch */
import { setTimeout as pause } from 'node:timers/promises';

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const mostAttempts = 3;
const firstPauseMs = 500;

/** Why a registry could not be used: `unreachable`, `credentials` or `refused`. */
export class RegistryFailure extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** What an answer that is none means; a breakdown has no status, and may be over at the next try. */
function failureOf(status, what, last) {
  if (status === 401 || status === 403) return new RegistryFailure('credentials', `${what}: ${last}`);
  if (status !== undefined && status < 500 && status !== 429)
    return new RegistryFailure('refused', `${what}: ${last}`);
  return new RegistryFailure('unreachable', `${what} failed ${mostAttempts} times: ${last}`);
}

/** Asks one repository; each answer has so many seconds, and a breakdown three chances. */
export class RegistryClient {
  #settings;

  /** @param settings `{origin, name, username, password, seconds}` */
  constructor(settings) {
    this.#settings = settings;
  }

  /** A manifest's text, type and digest by tag or digest; undefined where there is none. */
  async manifest(reference) {
    const response = await this.#ask(`manifests/${reference}`, { headers: { accept: manifestTypes } });
    if (response === undefined) return undefined;
    const digest = response.headers.get('docker-content-digest');
    return { text: await response.text(), type: response.headers.get('content-type'), digest };
  }

  /** Gives the very bytes of a manifest a tag, in one request: it is there, whole, or it is not. */
  async tag({ text, type }, tag) {
    await this.#ask(`manifests/${tag}`, { method: 'PUT', headers: { 'content-type': type }, body: text });
  }

  async #ask(path, request) {
    const { origin, name } = this.#settings;
    const url = `${origin}/v2/${name}/${path}`;
    const method = request.method ?? 'GET';
    for (let attempt = 1; ; attempt += 1) {
      const { response, broken } = await this.#attempt(url, request);
      if (response?.ok) return response;
      if (response?.status === 404 && method === 'GET') return undefined;
      const last = broken ?? `it answered ${response.status}`;
      const failure = failureOf(response?.status, `${method} ${url}`, last);
      if (failure.kind !== 'unreachable' || attempt === mostAttempts) throw failure;
      await pause(firstPauseMs * attempt);
    }
  }

  /** What answered, or what broke on the way; the token's service is a part of the way. */
  async #attempt(url, request) {
    try {
      return { response: await this.#authorized(url, request) };
    } catch (error) {
      if (error instanceof RegistryFailure) throw error;
      return { broken: error.cause?.code ?? error.message };
    }
  }

  async #authorized(url, request) {
    const first = await this.#send(url, request);
    const challenge = first.headers.get('www-authenticate');
    if (first.status !== 401 || !challenge) return first;
    await first.body?.cancel();
    const authorization = /^bearer /i.test(challenge) ? await this.#token(challenge) : this.#basic();
    if (!authorization) return first;
    return this.#send(url, { ...request, headers: { ...request.headers, authorization } });
  }

  #send(url, request) {
    return fetch(url, { ...request, signal: AbortSignal.timeout(this.#settings.seconds * 1000) });
  }

  #basic() {
    const { username, password } = this.#settings;
    return username ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` : undefined;
  }

  /** A token from the service that the challenge names (distribution, "Token Authentication Specification"). */
  async #token(challenge) {
    const fields = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    );
    const url = new URL(fields.realm);
    if (fields.service) url.searchParams.set('service', fields.service);
    url.searchParams.set('scope', `repository:${this.#settings.name}:pull,push`);
    const authorization = this.#basic();
    const response = await this.#send(url, { headers: authorization ? { authorization } : {} });
    if (response.status >= 500) throw new Error(`the token service answered ${response.status}`);
    if (!response.ok)
      throw new RegistryFailure('credentials', `the token service answered ${response.status}`);
    const answer = await response.json();
    return `Bearer ${answer.token ?? answer.access_token}`;
  }
}
