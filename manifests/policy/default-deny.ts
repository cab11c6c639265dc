import { networkPolicies } from './network.ts';
import type { Rule } from './rule.ts';

/** What holds before any policy allows something. */
export const defaultDeny: Rule = {
  name: 'default-deny',
  sentence: 'One policy selects every pod of the namespace and allows nothing, in or out.',
  check: (objects) => {
    const closed = networkPolicies(objects).some(
      ({ spec }) =>
        Object.keys(spec.podSelector).length === 0 &&
        spec.policyTypes?.length === 2 &&
        spec.ingress.length === 0 &&
        (spec.egress ?? []).length === 0,
    );
    return closed ? [] : ['no policy closes the namespace both ways'];
  },
};
