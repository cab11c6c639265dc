import { expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Clock, offline } from '../support/clock.ts';
import { deploymentMs } from '../support/deployment.ts';
import { needs } from '../support/images.ts';
import { Registry } from '../support/registry.ts';
import { SigningKey } from '../support/signing-key.ts';

needs('node', 'golang', 'semgrep', 'trivy', 'registry', 'cosign');

// Publish goes without no gate, so those that need the internet are left out.
it('another service is published and verified by arguments alone', async () => {
  const configuration = JSON.stringify({ project: 'clock', gates: offline }, null, 2);
  using clock = new Clock().write('pipeline.json', `${configuration}\n`);
  const revision = clock.commit();
  using registry = await Registry.start();
  using key = await SigningKey.make();
  const where = ['--address', registry.address('clock'), ...registry.arguments];
  const published = await clock.call({}, 'with-registry', ...where, ...key.signing, 'publish');
  expect(published.exitCode, published.stderr).toBe(0);
  const image = published.stdout.trim();
  expect(image).toMatch(new RegExp(`^${registry.address('clock')}:${revision}@sha256:[0-9a-f]{64}$`));
  const verified = await call('verify', '--image', image, ...registry.arguments, ...key.verifying);
  expect(verified.exitCode, verified.stderr).toBe(0);
  expect(verified.stdout).toContain(`revision ${revision}`);
});

/** Bad deployments of each kind of change, and one that needs a database, which the clock has not. */
const bad = [
  'crashes at start',
  'fails ten seconds after it was ready',
  'violates the restricted profile',
  'missing rights',
];

it(
  'another service has its bad deployments caught, by its own names, and is told which are none of its own',
  { timeout: deploymentMs },
  async () => {
    using clock = new Clock().write('pipeline.json', '{ "project": "clock" }\n');
    const only = [...bad, 'database password wrong'].flatMap((name) => ['--only', name]);
    const ended = await clock.call({}, 'prove-deploy', ...only);
    const said = `${ended.stdout}\n${ended.stderr}`;
    expect(said).toMatch(/the sound deployment before them: passed/);
    for (const name of bad)
      expect(said).toMatch(new RegExp(`^${name} .*(right|WRONG recovery took too long)$`, 'm'));
    expect(said).toContain('not tried: database password wrong: no variable of the service');
  },
);
