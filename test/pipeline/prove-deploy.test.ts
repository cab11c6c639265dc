import { expect, it } from 'vitest';
import { call } from './support/call.ts';
import { Checkout } from './support/checkout.ts';

it('prove-deploy refuses a bad deployment that it does not know, before anything runs', async () => {
  using source = new Checkout();
  const ended = await call('--source', source.folder, 'prove-deploy', '--only', 'none such');
  expect(ended.stderr).toContain('--only: expected names of bad deployments, got none such');
  expect(ended.exitCode).toBe(2);
});
