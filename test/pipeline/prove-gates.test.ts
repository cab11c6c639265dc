import { expect, it } from 'vitest';
import { call } from './support/call.ts';

it('each defect is caught by its gate, and the untouched sample has no finding', async () => {
  const ended = await call('prove-gates');
  expect(ended.stdout).toMatch(/(\d+) of \1\b/);
  expect(ended.exitCode).toBe(0);
});
