import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';
import { commit } from '../support/publishing.ts';

needs('node');

const unknownImage = `localhost:1/a@sha256:${'0'.repeat(64)}`;

/** A project with something to deploy. */
const deployable = (overlay = 'kind'): Greeter => new Greeter().withManifests(overlay);

const by = ['cluster', '--kubeconfig', 'env:HOME'];
const staying = ['kind', '--docker-socket', '/var/run/docker.sock', '--name', 'mine'];
const registry = ['with-registry', '--address', 'localhost:1/a', '--registry', 'tcp://localhost:1'];

describe('deploy refuses before anything runs', () => {
  it.each([
    [
      'a name for a cluster that goes with the run',
      ['kind', '--name', 'mine', 'deploy'],
      'kind --name: expected --docker-socket',
    ],
    ['an image without a key', ['kind', 'deploy', '--image', unknownImage], '--image: expected --public-key'],
    [
      'an image without a digest',
      ['kind', 'deploy', '--image', 'localhost:1/a:1', '--public-key', 'env:HOME'],
      '--image: expected HOST/NAME@sha256:DIGEST',
    ],
    [
      'a cluster by kubeconfig with nowhere to publish to',
      [...by, 'deploy'],
      'next: dagger call with-registry --address=HOST/NAME',
    ],
    [
      'unchecked gates for a cluster that stays',
      [...registry, ...by, 'deploy', '--allow-unavailable', 'codeql'],
      '--allow-unavailable: a cluster that outlives the run',
    ],
    [
      'a gate that is not there',
      ['deploy', '--allow-unavailable', 'lnt'],
      '--allow-unavailable: no gate is called lnt',
    ],
    [
      'a baseline for a cluster that has what serves',
      [...registry, ...by, 'deploy', '--baseline', unknownImage],
      '--baseline: expected a cluster of kind',
    ],
    [
      'an unverified baseline for a cluster that stays',
      [...staying, 'deploy', '--baseline', unknownImage],
      '--baseline: expected --public-key',
    ],
    [
      'an overlay that is not there',
      ['kind', '--overlay', 'overlays/nowhere', 'deploy'],
      'no overlay overlays/nowhere: expected one of overlays/kind',
    ],
  ])('%s', async (_, args, reason) => {
    using project = deployable();
    const ended = await call(...project.arguments, ...args);
    expect(ended.stderr).toContain(reason);
    expect(ended.exitCode).toBe(2);
  });

  it.each([
    [
      'a dirty tree',
      'the tree has changes',
      (project: Greeter) => project.write('src/more.ts', 'export {};\n'),
    ],
    ['a source without a commit', 'no git commit', (project: Greeter) => project.remove('.git')],
  ])('%s, where the image is to be published, and no gate has run', async (_, reason, spoil) => {
    using project = deployable('production');
    commit(project);
    spoil(project);
    const signed = [...registry, '--signing-key', 'env:HOME'];
    const ended = await call(...project.arguments, ...signed, ...by, 'deploy');
    expect(ended.stderr).toContain(reason);
    expect(ended.stderr).not.toMatch(/\blint\b/);
    expect(ended.exitCode).toBe(2);
  });

  it('a registry without a key to sign with', async () => {
    using project = deployable('production');
    commit(project);
    const ended = await call(...project.arguments, ...registry, ...by, 'deploy');
    expect(ended.stderr).toContain('publish: no key and no identity to sign with');
    expect(ended.exitCode).toBe(2);
  });

  it('settings of kind with a network, for a cluster inside of the run', async () => {
    using project = deployable().write('kind.yaml', 'kind: Cluster\nnetworking:\n  apiServerPort: 1\n');
    const ended = await call(...project.arguments, 'kind', '--config', project.path('kind.yaml'), 'deploy');
    expect(ended.stderr).toContain('kind --config: expected no networking');
    expect(ended.exitCode).toBe(2);
  });

  it('and a deployment as an object says so without failing', async () => {
    using project = deployable();
    const chain = [...project.arguments, ...by, 'deployment'];
    expect((await call(...chain, 'exit-code')).stdout.trim()).toBe('2');
    const outcome = await call(...chain, 'outcome');
    expect([outcome.exitCode, outcome.stdout.trim()]).toEqual([0, 'refused']);
    const out = project.path('out');
    await call(...chain, 'report', 'export', '--path', out);
    expect(readFileSync(`${out}/summary.md`, 'utf8')).toContain('a registry to publish to');
  });
});

describe('what acts on a cluster that stays', () => {
  it.each([
    ['rollback', 'rollback: expected a cluster that was there before this run'],
    ['destroy', 'destroy: expected a kind cluster that stayed on this machine'],
  ])('%s asks for one', async (name, reason) => {
    using project = new Greeter();
    const ended = await call(...project.arguments, 'kind', name);
    expect(ended.stderr).toContain(reason);
    expect(ended.stderr).toContain('next: dagger call kind --docker-socket=/var/run/docker.sock --name=NAME');
    expect(ended.exitCode).toBe(2);
  });
});

describe('deploy, while the images of a cluster are had beside the gates,', () => {
  needs('dind', 'golang', 'kindNode', 'postgres');

  it('refuses a red gate, by its name, and records no deployment', async () => {
    using project = deployable();
    project
      .write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['lint'] }))
      .replace('src/greet.ts', "return 'Hello!'", 'return    "Hello!"');
    const ended = await call(...project.arguments, 'deploy');
    expect(ended.stderr).toContain('failed: lint');
    expect(ended.stdout + ended.stderr).not.toContain('deploy: passed');
    expect(ended.exitCode).toBe(1);
  });

  it('is unavailable where no cluster could be reached, and told like any other deployment', async () => {
    using project = deployable();
    project.write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['image'] }));
    const socket = project.path('no-docker.sock');
    const server = createServer((connection) => connection.destroy());
    await once(server.listen(socket), 'listening');
    try {
      const where = ['kind', '--docker-socket', socket, '--name', 'mine'];
      const ended = await call(...project.arguments, ...where, 'deploy');
      expect(ended.stderr).toContain('deploy: unavailable: cluster');
      expect(ended.exitCode).toBe(3);
      const out = project.path('out');
      await call(...project.arguments, ...where, 'deployment', 'report', 'export', '--path', out);
      expect(JSON.parse(readFileSync(`${out}/deployment.json`, 'utf8'))).toMatchObject({
        outcome: 'unavailable',
        exitCode: 3,
        rollback: { kind: 'nothing-changed' },
      });
    } finally {
      server.close();
    }
  });
});
