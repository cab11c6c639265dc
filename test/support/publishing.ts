import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll } from 'vitest';
import { call, callWith, type Ended } from './call.ts';
import { FaultyProxy } from './faulty-proxy.ts';
import { Greeter } from './greeter.ts';
import { Registry } from './registry.ts';
import { SigningKey } from './signing-key.ts';

let current: { readonly registry: Registry; readonly key: SigningKey } | undefined;

/** Gives the tests of a file a registry and a key pair, which {@link place} answers. */
export function usesRegistry(): void {
  beforeAll(async () => {
    current = { registry: await Registry.start(), key: await SigningKey.make() };
  });
  afterAll(() => {
    current?.registry[Symbol.dispose]();
    current?.key[Symbol.dispose]();
  });
}

/** The registry and the key of the test file. */
export function place(): { readonly registry: Registry; readonly key: SigningKey } {
  if (current === undefined) throw new Error('the test file does not call usesRegistry()');
  return current;
}

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();

/** Puts all that a project has under one commit, whose id it answers. */
export function commit(project: Greeter): string {
  git(project.folder, 'init', '--quiet', '--initial-branch=main');
  git(project.folder, 'add', '--all');
  git(project.folder, 'commit', '--quiet', '--message=all', '--no-gpg-sign');
  return git(project.folder, 'rev-parse', 'HEAD');
}

/** The greeter with its image gate alone, which is enough where the gates are not what is tested. */
export const quick = (): Greeter =>
  new Greeter().write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['image'] }));

/** Where a project is published to, and how. */
export interface Publishing {
  /** The file's registry, or what stands before it, or another one. */
  readonly to?: Registry | FaultyProxy;
  /** Of with-registry, in place of the file's key. */
  readonly flags?: readonly string[];
  /** Of publish itself. */
  readonly run?: readonly string[];
  /** Variables that hold secrets. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Publishes a project under a name. */
export function publish(
  project: Greeter,
  name: string,
  { to = place().registry, flags = place().key.signing, run = [], variables = {} }: Publishing = {},
): Promise<Ended> {
  const where = ['--address', to.address(name), ...to.arguments];
  return callWith(variables, ...project.arguments, 'with-registry', ...where, ...flags, 'publish', ...run);
}

/** Verifies an image of the file's registry. */
export function verify(image: string, ...flags: readonly string[]): Promise<Ended> {
  return call('verify', '--image', image, ...place().registry.arguments, ...flags);
}

/** A registry that is gone: nothing listens at its address any more. */
export async function gone(): Promise<FaultyProxy> {
  await using proxy = await FaultyProxy.start(place().registry.port, () => 'through');
  return proxy;
}
