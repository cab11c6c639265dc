import { describe, expect, it } from 'vitest';
import { badDeployments } from '../../dagger/src/prove/bad-deployments.ts';
import { call } from '../support/call.ts';
import { Checkout } from '../support/checkout.ts';
import { needs } from '../support/images.ts';

needs('node', 'distroless', 'postgres', 'dind', 'golang', 'kindNode');

/** A cluster, and a deployment to it for each bad one: far more than that takes. */
const proofMs = 40 * 60_000;

/** Names of bad deployments, and what the table's last column says of each. */
function verdicts(table: string): Map<string, string> {
  const rows = table.split('\n').flatMap((line) => {
    const name = badDeployments.map((bad) => bad.name).find((one) => line.startsWith(`${one}  `));
    return name === undefined ? [] : [[name, /(right|WRONG .*)$/.exec(line)?.[1] ?? ''] as const];
  });
  return new Map(rows);
}

describe('prove-deploy', () => {
  it(
    'sees each bad deployment caught by what should, and the version before proved to serve',
    { timeout: proofMs },
    async () => {
      using source = new Checkout();
      const ended = await call('--source', source.folder, 'prove-deploy');
      // The table is the answer of a run in which all is right, and part of the error of any other.
      const said = `${ended.stdout}\n${ended.stderr}`;
      console.log(said);
      expect(said).toMatch(/the sound deployment before them: passed/);
      const found = verdicts(said);
      expect([...found.keys()]).toEqual(badDeployments.map(({ name }) => name));
      // How fast a machine recovers is measured, and decides no test.
      const wrong = [...found].filter(([, is]) => !['right', 'WRONG recovery took too long'].includes(is));
      expect(wrong, said).toEqual([]);
    },
  );

  it('refuses a bad deployment that it does not know, before anything runs', async () => {
    using source = new Checkout();
    const ended = await call('--source', source.folder, 'prove-deploy', '--only', 'none such');
    expect(ended.stderr).toContain('--only: expected names of bad deployments, got none such');
    expect(ended.exitCode).toBe(2);
  });
});
