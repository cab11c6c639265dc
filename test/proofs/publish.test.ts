import { describe, expect, it } from 'vitest';
import { call, callWith } from '../support/call.ts';
import { FaultyProxy, type Fate } from '../support/faulty-proxy.ts';
import { Greeter } from '../support/greeter.ts';
import { needs, toolImage } from '../support/images.ts';
import { commit, place, publish, quick, usesRegistry, verify } from '../support/publishing.ts';
import { docker, Registry, user } from '../support/registry.ts';

needs('node', 'golang', 'registry', 'cosign', 'trivy');
usesRegistry();

describe('publish', () => {
  it('publishes the same commit again under a further version, and answers with the same digest', async () => {
    using project = quick();
    commit(project);
    const [first, second] = [await publish(project, 'again'), await publish(project, 'again')];
    expect(first.exitCode, first.stderr).toBe(0);
    expect(second.stdout).toBe(first.stdout);
  });

  it('publishes an index of several platforms, each with its own list of packages', async () => {
    using project = quick();
    project.write('Dockerfile', 'FROM scratch\nCOPY package.json package-lock.json /app/\nUSER 1000\n');
    commit(project);
    const run = ['--platforms', 'linux/amd64,linux/arm64'];
    const ended = await publish(project, 'index', { run });
    expect(ended.exitCode, ended.stderr).toBe(0);
    const image = ended.stdout.trim();
    const { manifests = [] } = await place().registry.manifest('index', image.split('@')[1] ?? '');
    expect(manifests.map(({ platform }) => platform)).toMatchObject([
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
    ]);
    const verified = await verify(image, ...place().key.verifying);
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
    const variables = { REGISTRY_PASSWORD: user.password, WRONG_PASSWORD: 'battery staple' };
    const login = (variable: string) => ['--username', user.name, '--password', `env:${variable}`];
    const wrong = await publish(project, 'guarded', {
      to: guarded,
      variables,
      flags: [...place().key.signing, ...login('WRONG_PASSWORD')],
    });
    expect(wrong.stderr).toContain('the registry refuses the credentials');
    expect(wrong.stderr).not.toContain(variables.WRONG_PASSWORD);
    expect(wrong.exitCode).toBe(2);
    const right = await publish(project, 'guarded', {
      to: guarded,
      variables,
      flags: [...place().key.signing, ...login('REGISTRY_PASSWORD')],
    });
    expect(right.exitCode, right.stderr).toBe(0);
    const where = ['--image', right.stdout.trim(), ...guarded.arguments, ...place().key.verifying];
    expect((await callWith(variables, 'verify', ...where, ...login('REGISTRY_PASSWORD'))).exitCode).toBe(0);
    expect((await call('verify', ...where)).exitCode).toBe(3);
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
    await using proxy = await FaultyProxy.start(place().registry.port, fate);
    const ended = await publish(project, name, { to: proxy });
    expect(ended.stderr).toMatch(reason);
    expect(ended.exitCode).toBe(3);
    expect(proxy.stopped).not.toEqual([]);
    const tags = await place().registry.tags(name);
    expect(tags.filter((tag) => tag !== `candidate-${revision}`)).toEqual([]);
  });
});

describe('verify', () => {
  it('refuses an image that nobody signed, and a digest that is not there', async () => {
    using project = quick();
    commit(project);
    const image = (await publish(project, 'keys')).stdout.trim();
    const unsigned = place().registry.address('unsigned:1');
    docker('tag', await toolImage('node:24-bookworm-slim'), unsigned);
    docker('push', '--quiet', unsigned);
    docker('rmi', '--no-prune', unsigned);
    const { digest } = await place().registry.manifest('unsigned', '1');
    const nobody = await verify(
      `${place().registry.address('unsigned')}@${digest}`,
      ...place().key.verifying,
    );
    expect(nobody.stderr).toMatch(/signature: no signatures found/);

    const absent = await verify(`${image.split('@')[0]}@sha256:${'0'.repeat(64)}`, ...place().key.verifying);
    expect(absent.stderr).toContain('nothing of that digest was published there');
    expect([nobody, absent].map(({ exitCode }) => exitCode)).toEqual([1, 1]);
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
