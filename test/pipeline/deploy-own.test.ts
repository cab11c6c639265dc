import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, start } from './support/call.ts';
import { Checkout } from './support/checkout.ts';
import { deploy, deploymentMs, firstDeploymentMs } from './support/deployment.ts';
import { docker } from './support/registry.ts';

/** A gate that is unavailable on every machine: nobody acknowledged its licence. */
const unavailable = 'codeql';

let source: Checkout;
let before: readonly string[];

/** The Docker daemons of clusters of runs, by id, with what each does: other runs have containers of other kinds. */
function daemons(): readonly { readonly id: string; readonly state: string }[] {
  const format = '{{.ID}}|{{.State}}|{{.Command}}';
  const lines = docker(
    'ps',
    '--all',
    '--no-trunc',
    '--filter',
    'name=messenger-pipeline-run-',
    '--format',
    format,
  );
  return lines
    .split('\n')
    .map((line) => line.split('|'))
    .filter(([, , command = '']) => command.includes('dockerd'))
    .map(([id = '', state = '']) => ({ id, state }));
}

/** Daemons that were not there before these tests. */
const leftovers = (): readonly string[] =>
  daemons()
    .map(({ id }) => id)
    .filter((id) => !before.includes(id));

/** The daemon of a run's cluster, once it runs. */
async function innerDaemon(): Promise<string> {
  for (const deadline = Date.now() + deploymentMs; Date.now() < deadline; await pause(200)) {
    const found = daemons().find(({ id, state }) => state === 'running' && !before.includes(id));
    if (found !== undefined) return found.id;
  }
  throw new Error('no daemon was started for a cluster');
}

describe('a deployment to a cluster that goes with the run', () => {
  beforeAll(() => {
    before = daemons().map(({ id }) => id);
    source = new Checkout(['image', unavailable]).replace(
      'pipeline.json',
      '"codeqlLicenceAcknowledged":true',
      '"codeqlLicenceAcknowledged":false',
    );
  });

  afterAll(() => source[Symbol.dispose]());

  it('is refused, by its name, for a gate that could not be checked', { timeout: deploymentMs }, async () => {
    const ended = await call('--source', source.folder, 'deploy');
    expect(ended.stderr).toContain(`unavailable: ${unavailable}`);
    expect(ended.exitCode).toBe(3);
    expect(leftovers()).toEqual([]);
  });

  it(
    'is proved where that gate may be unavailable, and says what was not checked',
    { timeout: firstDeploymentMs },
    async () => {
      const { record } = await deploy(source, ['--allow-unavailable', unavailable]);
      expect(record.reason).toMatch(/checks passed/);
      expect(record).toMatchObject({
        ...{ outcome: 'passed', exitCode: 0, uncheckedGates: [unavailable] },
        ...{ cluster: { kind: 'own' }, proof: { outcome: 'passed' } },
      });
      expect(leftovers()).toEqual([]);
    },
  );

  it('leaves nothing when it is interrupted', { timeout: deploymentMs }, async () => {
    const run = start('--source', source.folder, 'deploy', '--allow-unavailable', unavailable);
    await innerDaemon();
    run.kill('SIGINT');
    await once(run, 'close');
    expect(leftovers()).toEqual([]);
  });

  it("leaves nothing after the next run's start when it is killed", { timeout: deploymentMs }, async () => {
    const run = start('--source', source.folder, 'deploy', '--allow-unavailable', unavailable);
    const daemon = await innerDaemon();
    run.kill('SIGKILL');
    await once(run, 'close');
    expect(leftovers()).toContain(daemon);
    const ended = await call('--source', source.folder, 'lint-dockerfile');
    expect(ended.exitCode).toBe(0);
    expect(leftovers()).toEqual([]);
  });
});
