import { expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { needs } from '../support/images.ts';

needs('node', 'distroless', 'golang', 'semgrep', 'trivy', 'hadolint', 'postgres', 'registry', 'cosign');

/** Dozens of runs: far more than they take. */
const proofMs = 40 * 60_000;

it(
  'each defect is caught by its gate and not published, and the untouched sample is, without a finding',
  { timeout: proofMs },
  async () => {
    const { stdout, exitCode } = await call('prove-gates');
    expect(stdout).toMatch(/(\d+) of \1\b.*; the untouched copy has 0 findings/);
    expect(stdout).toMatch(/^the untouched copy +none +none +published +right$/m);
    expect(stdout.match(/\bpublished\b/g)).toHaveLength(1);
    expect(stdout).toMatch(/^the registry holds the untouched copy$/m);
    expect(exitCode).toBe(0);
  },
);

it('refuses a defect that it does not know, before anything runs, and names those that it does', async () => {
  const ended = await call('prove-gates', '--only', 'a lint error,lint');
  expect(ended.stderr).toMatch(
    /--only: expected names of defects, got lint: a lint error; .*; semgrep: cookie\.ts/,
  );
  expect(ended.exitCode).toBe(2);
});
