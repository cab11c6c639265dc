import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { GivenArgument } from '../module/host.ts';
import type { Json } from '../module/values.ts';
import type { PlannedArgument, PlannedValue, SecretSource } from './plan-types.ts';
import type { Session } from './session.ts';

const run = promisify(execFile);

/** Options of an {@link InputLoader}. */
export interface InputLoaderOptions {
  readonly session: Pick<Session, 'query'>;
  readonly environment: NodeJS.ProcessEnv;
}

/** Makes values of the session out of what the command line named, and notes which of them no cache key can stand for. */
export class InputLoader {
  readonly #options: InputLoaderOptions;
  readonly #volatile = new Set<string>();

  constructor(options: InputLoaderOptions) {
    this.#options = options;
  }

  /** Ids of objects that stand for something that changes outside. */
  get volatile(): ReadonlySet<string> {
    return this.#volatile;
  }

  /** Loads the arguments of a step, all at once. */
  load(planned: readonly PlannedArgument[]): Promise<GivenArgument[]> {
    return Promise.all(
      planned.map(async ({ argument, value }) => ({ argument, value: await this.#value(value) })),
    );
  }

  #value(value: PlannedValue): Promise<Json> {
    switch (value.kind) {
      case 'data':
        return Promise.resolve(value.value);
      case 'list':
        return Promise.all(value.items.map((item) => this.#value(item)));
      case 'directory':
        return this.#id(
          'query($path: String!, $exclude: [String!]) { host { directory(path: $path, exclude: $exclude) { id } } }',
          { path: value.path, exclude: value.ignore },
        );
      case 'file':
        return this.#id('query($path: String!) { host { file(path: $path) { id } } }', { path: value.path });
      case 'secret':
        return this.#secret(value.source);
      case 'service':
        return this.#service(value.host, value.port);
      case 'container':
        return this.#id('query($address: String!) { container { from(address: $address) { id } } }', {
          address: value.address,
        });
      case 'socket':
        return this.#changing('query($path: String!) { host { unixSocket(path: $path) { id } } }', {
          path: value.path,
        });
    }
  }

  async #secret(source: SecretSource): Promise<string> {
    const plaintext = await this.#plaintext(source);
    return this.#id(
      'query($name: String!, $plaintext: String!) { setSecret(name: $name, plaintext: $plaintext) { id } }',
      { name: `${source.scheme}:${source.from}`, plaintext },
    );
  }

  async #plaintext({ scheme, from }: SecretSource): Promise<string> {
    if (scheme === 'env') return this.#options.environment[from] ?? '';
    if (scheme === 'file') return readFile(from, 'utf8');
    const { stdout } = await run('/bin/sh', ['-c', from], { env: this.#options.environment });
    return stdout.replace(/\r?\n$/, '');
  }

  #service(host: string, port: number): Promise<string> {
    return this.#changing(
      'query($host: String!, $ports: [PortForward!]!) { host { service(host: $host, ports: $ports) { id } } }',
      { host, ports: [{ backend: port, frontend: port }] },
    );
  }

  /** An object that stands for something that changes outside: no key can stand for it. */
  async #changing(document: string, variables: Record<string, unknown>): Promise<string> {
    const id = await this.#id(document, variables);
    this.#volatile.add(id);
    return id;
  }

  async #id(document: string, variables: Record<string, unknown>): Promise<string> {
    return leaf(await this.#options.session.query(document, variables));
  }
}

/** The text at the end of an answer that has one field on each level. */
function leaf(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  const level = z.record(z.string(), z.unknown()).parse(answer);
  return leaf(Object.values(level)[0]);
}
