import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs, toolImage } from '../support/images.ts';
import { commit, gone, place, publish, quick, usesRegistry, verify } from '../support/publishing.ts';
import { docker } from '../support/registry.ts';
import { SigningKey } from '../support/signing-key.ts';

needs('node', 'golang', 'registry', 'cosign', 'trivy');
usesRegistry();

describe('publish', () => {
  it('pushes the very image that the gates have seen, signed and attested, under commit and version', async () => {
    using project = new Greeter();
    const revision = commit(project);
    const run = ['--builder', 'https://example.com/cd', '--invocation', 'run 7', '--version', '1.0.0'];
    const ended = await publish(project, 'green', { run });
    expect(ended.exitCode, ended.stderr).toBe(0);
    const image = ended.stdout.trim();
    const [name, digest = ''] = image.split('@');
    expect(name).toBe(place().registry.address('green:1.0.0'));
    expect(await place().registry.tags('green')).toEqual(['1.0.0', revision, `candidate-${revision}`].sort());
    const manifest = await place().registry.manifest('green', revision);
    expect([manifest.digest, manifest.config?.digest]).toEqual([digest, await scannedConfiguration(project)]);

    const verified = await verify(image, ...place().key.verifying, '--revision', revision);
    expect(verified.exitCode, verified.stderr).toBe(0);
    expect(verified.stdout).toContain(`provenance: revision ${revision}, builder https://example.com/cd`);
    expect(verified.stdout).toMatch(/gates passed: lint, test, image, smoke; not configured: .*codeql/);
    expect(verified.stdout).toMatch(/list of packages of sha256:\w+: \d\d+ components/);

    const others = await verify(image, ...place().key.verifying, '--builder', 'https://example.com/other');
    expect(others.stderr).toContain('its builder is https://example.com/cd');
    expect(others.exitCode).toBe(1);
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
    expect(await place().registry.repositories()).not.toContain(`red-${gate}`);
  });

  it('refuses a version that leads to another image, and leaves it as it is', async () => {
    using project = quick();
    commit(project);
    const run = ['--version', '1.0.0'];
    await publish(project, 'taken', { run });
    const before = await place().registry.manifest('taken', '1.0.0');
    project.replace('src/main.ts', '\n', '\n\n');
    const revision = commit(project);
    const ended = await publish(project, 'taken', { run });
    expect(ended.stderr).toContain(`the tag 1.0.0 exists and leads to another image, ${before.digest}`);
    expect(ended.exitCode).toBe(1);
    expect(await place().registry.manifest('taken', '1.0.0')).toEqual(before);
    expect(await place().registry.tags('taken')).not.toContain(`candidate-${revision}`);
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
    expect(await place().registry.repositories()).not.toContain('spoilt');
  });

  it('refuses to take an image on a base made from packages beyond this machine', async (context) => {
    using project = quick();
    commit(project);
    const base = await toolImage('node:24-bookworm-slim');
    const label = docker('inspect', '--format', '{{index .Config.Labels "made-from-packages"}}', base);
    context.skip(label === '', 'a container registry answers here: no base is made from packages');
    const ended = await call(
      ...project.arguments,
      'with-registry',
      '--address',
      'registry.invalid/app',
      ...place().key.signing,
      'publish',
    );
    expect(ended.stderr).toContain('the base image was made from packages on this machine');
    expect(ended.exitCode).toBe(2);
  });

  it('refuses where no registry was given, and says the line to type', async () => {
    using project = quick();
    const ended = await call(...project.arguments, 'publish');
    expect(ended.stderr).toContain('publish: expected a registry to publish to');
    expect(ended.stderr).toContain('next: dagger call with-registry --address=HOST/NAME');
    expect(ended.exitCode).toBe(2);
  });
});

describe('a registry that', () => {
  it('is not there makes publish and verify unavailable', async () => {
    using project = quick();
    commit(project);
    const nowhere = await gone();
    const ended = await publish(project, 'gone', { to: nowhere });
    expect(ended.stderr).toMatch(/nothing was tagged in .* failed 3 times/);
    expect(ended.exitCode).toBe(3);
    const image = `${nowhere.address('gone')}@sha256:${'0'.repeat(64)}`;
    const verified = await call('verify', '--image', image, ...nowhere.arguments, ...place().key.verifying);
    expect(verified.exitCode).toBe(3);
  });
});

describe('a deployment by kubeconfig', () => {
  needs('dind', 'kindNode');

  it('is unavailable before any gate runs or anything is published, where the cluster does not answer', async () => {
    using project = quick();
    project.withManifests('production');
    project.write('kubeconfig', kubeconfigTo('https://127.0.0.1:1'));
    commit(project);
    const { registry, key } = place();
    const where = ['with-registry', '--address', registry.address('early'), ...registry.arguments];
    const cluster = ['cluster', '--kubeconfig', `file:${project.path('kubeconfig')}`];
    const ended = await call(...project.arguments, ...where, ...key.signing, ...cluster, 'deploy');
    expect(ended.stderr).toMatch(/deploy: unavailable: cluster \(.*127\.0\.0\.1:1/);
    expect(ended.stdout + ended.stderr).toContain('none of them ran');
    expect(ended.stderr).not.toMatch(/^ *(build )?image \.\.\./m);
    expect(ended.exitCode).toBe(3);
    expect(await registry.repositories()).not.toContain('early');
  });
});

describe('verify', () => {
  it('refuses a wrong key', async () => {
    using other = await SigningKey.make();
    using project = quick();
    commit(project);
    const image = (await publish(project, 'keys')).stdout.trim();
    const wrongKey = await verify(image, ...other.verifying);
    expect(wrongKey.stderr).toMatch(/verify: failed: signature: .*provenance: /s);
    expect(wrongKey.exitCode).toBe(1);
  });

  it.each([
    ['an image without a digest', ['--image', 'localhost:1/app:1', '--registry', 'tcp://localhost:1']],
    ['localhost without its service', ['--image', `localhost:1/app@sha256:${'0'.repeat(64)}`]],
  ])('refuses %s as a wrong argument', async (_, flags) => {
    expect((await call('verify', ...flags, ...place().key.verifying)).exitCode).toBe(2);
  });
});

/** A kubeconfig that leads to a server. */
const kubeconfigTo = (server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'one',
    clusters: [{ name: 'one', cluster: { server } }],
    users: [{ name: 'one', user: { token: 'none' } }],
    contexts: [{ name: 'one', context: { cluster: 'one', user: 'one' } }],
  });

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
