import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, start } from '../support/call.ts';
import { Checkout } from '../support/checkout.ts';
import { clusterDaemons, runningClusterDaemon } from '../support/daemons.ts';
import { deploymentMs } from '../support/deployment.ts';
import { needs } from '../support/images.ts';

needs('node', 'distroless', 'postgres', 'dind', 'golang', 'kindNode', 'hadolint');

/** A gate that is unavailable on every machine: nobody acknowledged its licence. */
const unavailable = 'codeql';

describe('a deployment to a cluster that goes with the run', () => {
  let source: Checkout;
  let run: readonly string[];
  beforeAll(() => {
    source = new Checkout(['image', unavailable]).withoutCodeqlLicence();
    run = ['--source', source.folder, 'deploy', '--allow-unavailable', unavailable];
  });
  afterAll(() => source[Symbol.dispose]());

  it('is refused, by its name, for a gate that could not be checked', { timeout: deploymentMs }, async () => {
    const ended = await call('--source', source.folder, 'deploy');
    expect(ended.stderr).toContain(`unavailable: ${unavailable}`);
    expect(ended.exitCode).toBe(3);
    expect(await clusterDaemons(process.pid)).toEqual([]);
  });

  it('leaves nothing when it is interrupted', { timeout: deploymentMs }, async () => {
    const { child, pid } = start(...run);
    await runningClusterDaemon(pid, deploymentMs);
    child.kill('SIGINT');
    await once(child, 'close');
    expect(await clusterDaemons(pid)).toEqual([]);
  });

  it("leaves nothing after the next run's start when it is killed", { timeout: deploymentMs }, async () => {
    const { child, pid } = start(...run);
    const daemon = await runningClusterDaemon(pid, deploymentMs);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect((await clusterDaemons(pid)).map(({ id }) => id)).toContain(daemon);
    const ended = await call('--source', source.folder, 'lint-dockerfile');
    expect(ended.exitCode).toBe(0);
    expect(await clusterDaemons(pid)).toEqual([]);
  });
});
