import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, type Ended } from './support/call.ts';
import { FaultyProxy, type Fate } from './support/faulty-proxy.ts';
import { Greeter } from './support/greeter.ts';
import { Registry, toolImage, docker, user } from './support/registry.ts';
import { SigningKey } from './support/signing-key.ts';

let registry: Registry;
let key: SigningKey;

beforeAll(async () => {
  registry = await Registry.start();
  key = await SigningKey.make();
});

afterAll(() => {
  registry[Symbol.dispose]();
  key[Symbol.dispose]();
});

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();

/** Puts all that a project has under one commit, whose id it answers. */
function commit(project: Greeter): string {
  git(project.folder, 'init', '--quiet', '--initial-branch=main');
  git(project.folder, 'add', '--all');
  git(project.folder, 'commit', '--quiet', '--message=all', '--no-gpg-sign');
  return git(project.folder, 'rev-parse', 'HEAD');
}

/** The greeter with its image gate alone, which is enough where the gates are not what is tested. */
const quick = (): Greeter =>
  new Greeter().write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['image'] }));

/** Publishes a project; `place` is the registry, or what stands before it. */
function publish(
  project: Greeter,
  name: string,
  {
    place = registry,
    flags = key.signing,
  }: { place?: Registry | FaultyProxy; flags?: readonly string[] } = {},
): Promise<Ended> {
  const where = ['--address', place.address(name), ...place.arguments];
  return call(...project.arguments, 'publish', ...where, ...flags);
}

function verify(image: string, ...flags: readonly string[]): Promise<Ended> {
  return call('verify', '--image', image, ...registry.arguments, ...flags);
}

describe('publish', () => {
  it('pushes the very image that the gates have seen, signed and attested, under commit and version', async () => {
    using project = new Greeter();
    const revision = commit(project);
    const run = ['--builder', 'https://example.com/cd', '--invocation', 'run 7', '--version', '1.0.0'];
    const ended = await publish(project, 'green', { flags: [...key.signing, ...run] });
    expect(ended.exitCode, ended.stderr).toBe(0);
    const image = ended.stdout.trim();
    const [name, digest = ''] = image.split('@');
    expect(name).toBe(registry.address('green:1.0.0'));
    expect(await registry.tags('green')).toEqual(['1.0.0', revision, `candidate-${revision}`].sort());
    const manifest = await registry.manifest('green', revision);
    expect([manifest.digest, manifest.config?.digest]).toEqual([digest, await scannedConfiguration(project)]);

    const verified = await verify(image, ...key.verifying, '--revision', revision);
    expect(verified.exitCode, verified.stderr).toBe(0);
    expect(verified.stdout).toContain(`provenance: revision ${revision}, builder https://example.com/cd`);
    expect(verified.stdout).toMatch(/gates passed: lint, test, image, smoke; not configured: .*codeql/);
    expect(verified.stdout).toMatch(/list of packages of sha256:\w+: \d\d+ components/);

    const others = await verify(image, ...key.verifying, '--builder', 'https://example.com/other');
    expect(others.stderr).toContain('its builder is https://example.com/cd');
    expect(others.exitCode).toBe(1);
  });

  it('publishes the same commit again under a further version, and answers with the same digest', async () => {
    using project = quick();
    commit(project);
    const [first, second] = [await publish(project, 'again'), await publish(project, 'again')];
    expect(first.exitCode, first.stderr).toBe(0);
    expect(second.stdout).toBe(first.stdout);
  });

  it.each<[string, (project: Greeter) => Greeter, number, string]>([
    ['failed', (project) => project.write('src/extra.ts', 'var a = 1;\nexport { a };\n'), 1, 'lint'],
    ['could not be checked', (project) => project.remove('test/greet.test.ts'), 3, 'test'],
  ])('refuses when a gate %s, names it, and leaves the registry empty', async (_, spoil, code, gate) => {
    using project = new Greeter();
    spoil(project);
    commit(project);
    const ended = await publish(project, `red-${gate}`);
    expect(ended.stderr).toMatch(new RegExp(`nothing was pushed: not passed: .*\\b${gate}\\b`));
    expect(ended.exitCode).toBe(code);
    expect(await registry.repositories()).not.toContain(`red-${gate}`);
  });

  it('refuses a version that leads to another image, and leaves it as it is', async () => {
    using project = quick();
    commit(project);
    const flags = [...key.signing, '--version', '1.0.0'];
    await publish(project, 'taken', { flags });
    const before = await registry.manifest('taken', '1.0.0');
    project.replace('src/main.ts', '\n', '\n\n');
    const revision = commit(project);
    const ended = await publish(project, 'taken', { flags });
    expect(ended.stderr).toContain(`the tag 1.0.0 exists and leads to another image, ${before.digest}`);
    expect(ended.exitCode).toBe(1);
    expect(await registry.manifest('taken', '1.0.0')).toEqual(before);
    expect(await registry.tags('taken')).not.toContain(`candidate-${revision}`);
  });

  it.each([
    [
      'a dirty tree',
      (project: Greeter) => project.replace('src/main.ts', '\n', '\n\n'),
      /the tree has changes/,
    ],
    ['a source without git', (project: Greeter) => project.remove('.git'), /no git commit/],
  ])('refuses %s before anything runs', async (_, spoil, reason) => {
    using project = quick();
    commit(project);
    spoil(project);
    const ended = await publish(project, 'spoilt');
    expect(ended.stderr).toMatch(reason);
    expect(ended.exitCode).toBe(2);
    expect(await registry.repositories()).not.toContain('spoilt');
  });

  it('refuses to take an image on a base made from packages beyond this machine', async (context) => {
    using project = quick();
    commit(project);
    const base = await toolImage('node:24-bookworm-slim');
    const label = docker('inspect', '--format', '{{index .Config.Labels "made-from-packages"}}', base);
    context.skip(label === '', 'a container registry answers here: no base is made from packages');
    const ended = await call(
      ...project.arguments,
      'publish',
      '--address',
      'registry.invalid/app',
      ...key.signing,
    );
    expect(ended.stderr).toContain('the base image was made from packages on this machine');
    expect(ended.exitCode).toBe(2);
  });

  it('publishes an index of several platforms, each with its own list of packages', async () => {
    using project = quick();
    project.write('Dockerfile', 'FROM scratch\nCOPY package.json package-lock.json /app/\nUSER 1000\n');
    commit(project);
    const flags = [...key.signing, '--platforms', 'linux/amd64,linux/arm64'];
    const ended = await publish(project, 'index', { flags });
    expect(ended.exitCode, ended.stderr).toBe(0);
    const image = ended.stdout.trim();
    const { manifests = [] } = await registry.manifest('index', image.split('@')[1] ?? '');
    expect(manifests.map(({ platform }) => platform)).toMatchObject([
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
    ]);
    const verified = await verify(image, ...key.verifying);
    expect(verified.stdout).toContain('gates passed: image, image (linux/arm64)');
    for (const { digest } of manifests) expect(verified.stdout).toContain(`list of packages of ${digest}`);
    expect(verified.exitCode, verified.stderr).toBe(0);
  });
});

describe('a registry that', () => {
  it('asks for a password gets it, and refuses a wrong one before a gate runs', async () => {
    using guarded = await Registry.start({ authenticated: true });
    using project = quick();
    commit(project);
    const environment = { REGISTRY_PASSWORD: user.password, WRONG_PASSWORD: 'battery staple' };
    const login = (variable: string) => ['--username', user.name, '--password', `env:${variable}`];
    Object.assign(process.env, environment);
    const wrong = await publish(project, 'guarded', {
      place: guarded,
      flags: [...key.signing, ...login('WRONG_PASSWORD')],
    });
    expect(wrong.stderr).toContain('the registry refuses the credentials');
    expect(wrong.stderr).not.toContain(environment.WRONG_PASSWORD);
    expect(wrong.exitCode).toBe(2);
    const right = await publish(project, 'guarded', {
      place: guarded,
      flags: [...key.signing, ...login('REGISTRY_PASSWORD')],
    });
    expect(right.exitCode, right.stderr).toBe(0);
    const where = ['--image', right.stdout.trim(), ...guarded.arguments, ...key.verifying];
    expect((await call('verify', ...where, ...login('REGISTRY_PASSWORD'))).exitCode).toBe(0);
    expect((await call('verify', ...where)).exitCode).toBe(3);
  });

  it('is not there makes publish and verify unavailable', async () => {
    using project = quick();
    commit(project);
    const place = await gone();
    const ended = await publish(project, 'gone', { place });
    expect(ended.stderr).toMatch(/nothing was tagged in .* failed 3 times/);
    expect(ended.exitCode).toBe(3);
    const image = `${place.address('gone')}@sha256:${'0'.repeat(64)}`;
    const verified = await call('verify', '--image', image, ...place.arguments, ...key.verifying);
    expect(verified.exitCode).toBe(3);
  });

  it.each<[string, (method: string, path: string) => Fate, RegExp]>([
    ['hangs', () => 'hang', /failed 3 times: .*(timeout|abort)/i],
    [
      'takes layers and refuses the manifest',
      (method, path) => (method === 'PUT' && path.includes('/manifests/candidate-') ? 403 : 'through'),
      /the push failed: /,
    ],
    [
      'takes the image and no signature',
      (method, path) => (method === 'PUT' && path.includes('/manifests/sha256-') ? 403 : 'through'),
      /nothing was tagged in .*: cosign attest: /,
    ],
    [
      'takes no tag in the end',
      (method, path) => (method === 'PUT' && /\/manifests\/[0-9a-f]{40}$/.test(path) ? 503 : 'through'),
      /nothing was tagged in .* failed 3 times: it answered 503/,
    ],
  ])('%s is told, and no tag that people use is set', async (what, fate, reason) => {
    using project = quick();
    const revision = commit(project);
    const name = what.replaceAll(' ', '-');
    await using proxy = await FaultyProxy.start(registry.port, fate);
    const ended = await publish(project, name, { place: proxy });
    expect(ended.stderr).toMatch(reason);
    expect(ended.exitCode).toBe(3);
    expect(proxy.stopped).not.toEqual([]);
    const tags = await registry.tags(name);
    expect(tags.filter((tag) => tag !== `candidate-${revision}`)).toEqual([]);
  });
});

describe('verify', () => {
  it('refuses a wrong key, an image that nobody signed, and a digest that is not there', async () => {
    using other = await SigningKey.make();
    using project = quick();
    commit(project);
    const image = (await publish(project, 'keys')).stdout.trim();
    const wrongKey = await verify(image, ...other.verifying);
    expect(wrongKey.stderr).toMatch(/verify: failed: signature: .*provenance: /s);

    const unsigned = registry.address('unsigned:1');
    docker('tag', await toolImage('node:24-bookworm-slim'), unsigned);
    docker('push', '--quiet', unsigned);
    docker('rmi', '--no-prune', unsigned);
    const { digest } = await registry.manifest('unsigned', '1');
    const nobody = await verify(`${registry.address('unsigned')}@${digest}`, ...key.verifying);
    expect(nobody.stderr).toMatch(/signature: no signatures found/);

    const absent = await verify(`${image.split('@')[0]}@sha256:${'0'.repeat(64)}`, ...key.verifying);
    expect(absent.stderr).toContain('nothing of that digest was published there');
    expect([wrongKey, nobody, absent].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
  });

  it.each([
    ['an image without a digest', ['--image', 'localhost:1/app:1', '--registry', 'tcp://localhost:1']],
    ['localhost without its service', ['--image', `localhost:1/app@sha256:${'0'.repeat(64)}`]],
  ])('refuses %s as a wrong argument', async (_, flags) => {
    expect((await call('verify', ...flags, ...key.verifying)).exitCode).toBe(2);
  });
});

it('scan looks at a published image in place of one that is built', async () => {
  using project = new Greeter().write(
    'pipeline.json',
    JSON.stringify({ project: 'greeter', gates: ['image', 'scan-secrets'] }),
  );
  commit(project);
  const image = (await publish(project, 'scanned')).stdout.trim();
  project.write('Dockerfile', 'FROM none.invalid/none:1\n');
  const ended = await call(...project.arguments, 'scan', '--image', image);
  expect(ended.exitCode, ended.stderr).toBe(0);
  expect(ended.stdout).toMatch(/^\s*scan-secrets\s+passed/m);
});

/** A registry that is gone: nothing listens at its address any more. */
async function gone(): Promise<FaultyProxy> {
  await using proxy = await FaultyProxy.start(registry.port, () => 'through');
  return proxy;
}

/** The digest of the configuration in the archive that scanners read. */
async function scannedConfiguration(project: Greeter): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    const archive = join(folder, 'image.tar');
    await call(...project.arguments, 'image', 'export', '--path', archive);
    const manifest = execFileSync('tar', ['-xOf', archive, 'manifest.json'], { encoding: 'utf8' });
    return `sha256:${/"Config":"(?:blobs\/sha256\/)?([0-9a-f]{64})/.exec(manifest)?.[1] ?? ''}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
