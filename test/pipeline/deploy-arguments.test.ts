import { describe, expect, it } from 'vitest';
import { call } from './support/call.ts';
import { Greeter } from './support/greeter.ts';

describe('deploy refuses before anything runs', () => {
  it.each([
    ['a name for a cluster that goes with the run', ['--keep', 'mine'], '--keep: expected --docker-socket'],
    [
      'an image without a key',
      ['--image', `localhost:1/a@sha256:${'0'.repeat(64)}`],
      '--image: expected --public-key',
    ],
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
  ])('%s', async (_, args, reason) => {
    using project = new Greeter();
    const ended = await call(...project.arguments, 'deploy', ...args);
    expect(ended.stderr).toContain(reason);
    expect(ended.exitCode).toBe(2);
  });

  it('a red gate, by its name, and no deployment is recorded', async () => {
    using project = new Greeter();
    project
      .write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['lint'] }))
      .replace('src/greet.ts', "return 'Hello!'", 'return    "Hello!"');
    const ended = await call(...project.arguments, 'deploy');
    expect(ended.stderr).toContain('failed: lint');
    expect(ended.stdout + ended.stderr).not.toContain('deploy: passed');
    expect(ended.exitCode).toBe(1);
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
