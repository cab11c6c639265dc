import { expect, it } from 'vitest';
import { Checkout } from '../support/checkout.ts';
import { clusterDaemons } from '../support/daemons.ts';
import { deploy, deploymentMs } from '../support/deployment.ts';
import { needs } from '../support/images.ts';

needs('node', 'distroless', 'postgres', 'dind', 'golang', 'kindNode');

/** A gate that is unavailable on every machine: nobody acknowledged its licence. */
const unavailable = 'codeql';

it(
  'a deployment to a cluster of its own is proved, says which gate was not checked, and takes the cluster away',
  { timeout: deploymentMs },
  async () => {
    using source = new Checkout(['image', unavailable]).withoutCodeqlLicence();
    const { record } = await deploy(source, ['--allow-unavailable', unavailable]);
    expect(record.reason).toMatch(/checks passed/);
    expect(record).toMatchObject({
      ...{ outcome: 'passed', exitCode: 0, uncheckedGates: [unavailable] },
      ...{ cluster: { kind: 'own' }, proof: { outcome: 'passed' } },
    });
    expect(await clusterDaemons(process.pid)).toEqual([]);
  },
);
