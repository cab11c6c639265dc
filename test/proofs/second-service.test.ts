import { expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Clock, offline } from '../support/clock.ts';
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
