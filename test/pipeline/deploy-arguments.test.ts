import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node');

const unknownImage = `localhost:1/a@sha256:${'0'.repeat(64)}`;

/** A project with something to deploy, which no gate looks at. */
function deployable(): Greeter {
  const project = new Greeter();
  mkdirSync(project.path('manifests/overlays/kind'), { recursive: true });
  return project.write('manifests/overlays/kind/kustomization.yaml', 'resources: []\n');
}

describe('deploy refuses before anything runs', () => {
  it.each([
    ['a name for a cluster that goes with the run', ['--keep', 'mine'], '--keep: expected --docker-socket'],
    ['an image without a key', ['--image', unknownImage], '--image: expected --public-key'],
    [
      'a cluster by kubeconfig with nowhere to publish to',
      ['--kubeconfig', 'env:HOME'],
      '--kubeconfig: expected --image',
    ],
    [
      'unchecked gates for a cluster that stays',
      ['--kubeconfig', 'env:HOME', '--address', 'localhost:1/a', '--allow-unavailable', 'codeql'],
      '--allow-unavailable: a cluster that outlives the run',
    ],
    [
      'a baseline for a cluster that has what serves',
      ['--kubeconfig', 'env:HOME', '--address', 'localhost:1/a', '--baseline', unknownImage],
      '--baseline: expected a cluster of kind',
    ],
    [
      'an unverified baseline for a cluster that stays',
      ['--docker-socket', '/var/run/docker.sock', '--keep', 'mine', '--baseline', unknownImage],
      '--baseline: expected --public-key',
    ],
    [
      'settings of kind for a cluster that is not kind’s',
      ['--kubeconfig', 'env:HOME', '--address', 'localhost:1/a', '--kind-config', 'dagger.json'],
      '--kind-config: expected a cluster of kind',
    ],
    [
      'an overlay that is not there',
      ['--overlay', 'overlays/nowhere'],
      'manifests/overlays/nowhere: expected a kustomization',
    ],
  ])('%s', async (_, args, reason) => {
    using project = new Greeter();
    const ended = await call(...project.arguments, 'deploy', ...args);
    expect(ended.stderr).toContain(reason);
    expect(ended.exitCode).toBe(2);
  });

  it('settings of kind with a network, for a cluster inside of the run', async () => {
    using project = deployable().write('kind.yaml', 'kind: Cluster\nnetworking:\n  apiServerPort: 1\n');
    const ended = await call(...[...project.arguments, 'deploy', '--kind-config', project.path('kind.yaml')]);
    expect(ended.stderr).toContain('--kind-config: expected no networking');
    expect(ended.exitCode).toBe(2);
  });
});

describe('rollback', () => {
  it('asks for a cluster that can have two versions', async () => {
    using project = new Greeter();
    const ended = await call(...project.arguments, 'rollback');
    expect(ended.stderr).toContain('rollback: expected --docker-socket and --keep, or --kubeconfig');
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
      const where = ['--docker-socket', socket, '--keep', 'mine'];
      const ended = await call(...project.arguments, 'deploy', ...where);
      expect(ended.stderr).toContain('deploy: unavailable: cluster');
      expect(ended.exitCode).toBe(3);
      const out = project.path('out');
      await call(...project.arguments, 'deploy-report', ...where, 'export', '--path', out);
      expect(JSON.parse(readFileSync(`${out}/deployment.json`, 'utf8'))).toMatchObject({
        ...{ outcome: 'unavailable', exitCode: 3, rollback: { kind: 'nothing-changed' } },
      });
    } finally {
      server.close();
    }
  });
});
