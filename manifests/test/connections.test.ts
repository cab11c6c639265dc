import { describe, expect, inject, it } from 'vitest';

import { connections, type Expectation } from '../policy/connections.ts';
import { nameOf, type KubernetesObject } from '../policy/model.ts';
import { isAllowed, networkPolicies } from '../policy/network.ts';
import { overlays, renderDeployed } from './render.ts';

const missing = inject('toolsMissing');

/** The connections that are not as they must be. */
function wrong(objects: readonly KubernetesObject[], expected: readonly Expectation[]): string[] {
  const policies = networkPolicies(objects);
  return expected.filter((one) => isAllowed(policies, one) !== one.allowed).map(({ what }) => what);
}

describe.skipIf(missing !== '')(`connections${missing && ` (skipped: ${missing})`}`, () => {
  describe.each(overlays)('%s', (overlay) => {
    const objects = missing === '' ? renderDeployed(overlay) : [];
    const policies = networkPolicies(objects);

    it.each<Expectation>(connections[overlay])('$what: allowed is $allowed', (connection) => {
      expect(isAllowed(policies, connection)).toBe(connection.allowed);
    });

    it.each(policies.map(({ metadata }) => metadata.name))(
      'without the policy %s a connection is wrong',
      (name) => {
        const rest = objects.filter((object) => nameOf(object) !== `NetworkPolicy/${name}`);
        expect(wrong(rest, connections[overlay])).not.toEqual([]);
      },
    );
  });

  it('the list says what is needed and what is forbidden, each connection once', () => {
    for (const overlay of overlays) {
      const list: readonly Expectation[] = connections[overlay];
      expect(new Set(list.map(({ what }) => what)).size).toBe(list.length);
      expect(list.some(({ allowed }) => allowed)).toBe(true);
      expect(list.some(({ allowed }) => !allowed)).toBe(true);
    }
  });
});
