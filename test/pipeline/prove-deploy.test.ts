import { describe, expect, it } from 'vitest';
import { call } from './support/call.ts';
import { Checkout } from './support/checkout.ts';

/** A cluster, and a deployment of it for each bad one: far more than that takes. */
const proofMs = 60 * 60_000;

describe('prove-deploy', () => {
  it(
    'sees each bad deployment caught, and the version before proved to serve',
    { timeout: proofMs },
    async () => {
      using source = new Checkout();
      const { exitCode, stdout, stderr } = await call('--source', source.folder, 'prove-deploy');
      expect(stdout, stderr).toMatch(/(\d+) of \1\b/);
      expect(exitCode).toBe(0);
    },
  );

  it('refuses a bad deployment that it does not know, before anything runs', async () => {
    using source = new Checkout();
    const ended = await call('--source', source.folder, 'prove-deploy', '--only', 'none such');
    expect(ended.stderr).toContain('--only: expected names of bad deployments, got none such');
    expect(ended.exitCode).toBe(2);
  });
});
