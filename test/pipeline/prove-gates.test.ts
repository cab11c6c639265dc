import { expect, it } from 'vitest';
import { call } from './support/call.ts';

it('each defect is caught by its gate, and the untouched sample has no finding', async () => {
  const ended = await call('prove-gates');
  expect(ended.stdout).toMatch(/(\d+) of \1\b/);
  expect(ended.exitCode).toBe(0);
});

it('refuses a defect that it does not know, before anything runs', async () => {
  const ended = await call('prove-gates', '--only', 'a lint error,lint');
  expect(ended.stderr).toContain('--only: no defect is called lint');
  expect(ended.exitCode).toBe(2);
});
