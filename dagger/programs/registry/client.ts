/** The little of a registry's API that is needed beside pushing (OCI distribution specification). */
import { setTimeout as pause } from 'node:timers/promises';

import { causeOf, fieldsOf, messageOf, textOf } from '../shared/json.ts';
import { failureOf, isWorthAnAttempt, RegistryFailure } from './failure.ts';

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const firstPauseMs = 500;

/** A repository, and how it is asked. */
export interface ClientSettings {
  readonly origin: string;
  /** The repository's name. */
  readonly name: string;
  /** Empty for a registry that asks for no credentials. */
  readonly username: string;
  readonly password: string;
  /** The longest wait for one answer. */
  readonly seconds: number;
}

/** A manifest as the registry has it. */
export interface Manifest {
  readonly text: string;
  readonly type: string;
  /** Absent where the registry does not say it. */
  readonly digest?: string;
}

interface Request {
  readonly method?: 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks one repository; each answer has so many seconds, and a breakdown three chances. */
export class RegistryClient {
  readonly #settings: ClientSettings;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  /** A manifest by tag or digest; undefined where there is none. */
  async manifest(reference: string): Promise<Manifest | undefined> {
    const response = await this.#ask(`manifests/${reference}`, { headers: { accept: manifestTypes } });
    if (response === undefined) return undefined;
    const digest = response.headers.get('docker-content-digest');
    return {
      text: await response.text(),
      type: response.headers.get('content-type') ?? '',
      ...(digest === null ? {} : { digest }),
    };
  }

  /** Gives the very bytes of a manifest a tag, in one request: it is there, whole, or it is not. */
  async tag({ text, type }: Manifest, tag: string): Promise<void> {
    await this.#ask(`manifests/${tag}`, { method: 'PUT', headers: { 'content-type': type }, body: text });
  }

  async #ask(path: string, request: Request): Promise<Response | undefined> {
    const { origin, name } = this.#settings;
    const url = `${origin}/v2/${name}/${path}`;
    const { method = 'GET' } = request;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#attempt(url, request);
      const status = typeof answer === 'string' ? undefined : answer.status;
      if (typeof answer !== 'string' && answer.ok) return answer;
      if (status === 404 && method === 'GET') return undefined;
      const last = typeof answer === 'string' ? answer : `it answered ${String(answer.status)}`;
      const failure = failureOf(status, `${method} ${url}`, last);
      if (!isWorthAnAttempt(failure, attempt)) throw failure;
      await pause(firstPauseMs * attempt);
    }
  }

  /** The answer, or the network's error in words; the token service is asked on the way. */
  async #attempt(url: string, request: Request): Promise<Response | string> {
    try {
      return await this.#authorized(url, request);
    } catch (error) {
      if (error instanceof RegistryFailure) throw error;
      return causeOf(error) ?? messageOf(error);
    }
  }

  async #authorized(url: string, request: Request): Promise<Response> {
    const first = await this.#send(url, request);
    const challenge = first.headers.get('www-authenticate');
    if (first.status !== 401 || challenge === null) return first;
    await first.body?.cancel();
    const authorization = /^bearer /i.test(challenge) ? await this.#token(challenge) : this.#basic();
    if (authorization === undefined) return first;
    return this.#send(url, { ...request, headers: { ...request.headers, authorization } });
  }

  #send(url: string, request: Request): Promise<Response> {
    return fetch(url, { ...request, signal: AbortSignal.timeout(this.#settings.seconds * 1000) });
  }

  #basic(): string | undefined {
    const { username, password } = this.#settings;
    if (username === '') return undefined;
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  /** A token from the service that the challenge names (distribution, "Token Authentication Specification"). */
  async #token(challenge: string): Promise<string> {
    const fields = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
    const url = new URL(fields.get('realm') ?? '');
    const service = fields.get('service');
    if (service !== undefined) url.searchParams.set('service', service);
    url.searchParams.set('scope', `repository:${this.#settings.name}:pull,push`);
    const authorization = this.#basic();
    const response = await this.#send(
      url.href,
      authorization === undefined ? {} : { headers: { authorization } },
    );
    const said = `the token service answered ${String(response.status)}`;
    if (response.status >= 500) throw new Error(said);
    if (!response.ok) throw new RegistryFailure('credentials', said);
    const answer = fieldsOf(await response.json());
    return `Bearer ${textOf(answer['token']) ?? textOf(answer['access_token']) ?? ''}`;
  }
}
