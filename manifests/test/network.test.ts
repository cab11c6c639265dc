import { describe, expect, it } from 'vitest';

import { parseObjects } from '../policy/model.ts';
import { isAllowed, networkPolicies, type Connection, type Pod } from '../policy/network.ts';

const pod = (app: string, namespace = 'here', ports: Record<string, number> = { web: 8080 }): Pod => ({
  kind: 'pod',
  namespace,
  namespaceLabels: { team: namespace },
  labels: { app },
  ports,
});
const a = pod('a');
const b = pod('b');
const base: Connection = { from: a, to: b, port: 8080 };

/** Policies of the namespace `here`, by their specifications. */
const policies = (...specs: object[]) =>
  networkPolicies(
    parseObjects(
      specs.map((spec, index) => ({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: `p${String(index)}`, namespace: 'here' },
        spec,
      })),
    ),
  );

const toB = { podSelector: { matchLabels: { app: 'b' } } };
const fromA = { podSelector: { matchLabels: { app: 'a' } } };
const deny = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };

const cases: readonly {
  readonly what: string;
  readonly specs: readonly object[];
  readonly change?: Partial<Connection>;
  readonly allowed: boolean;
}[] = [
  { what: 'with no policy everything is open', specs: [], allowed: true },
  { what: 'a policy that selects both and allows nothing closes both', specs: [deny], allowed: false },
  {
    what: 'an empty selector takes every pod, without labels too',
    specs: [deny],
    change: { to: { ...b, labels: {} } },
    allowed: false,
  },
  {
    what: 'a policy is for its own namespace alone',
    specs: [deny],
    change: { from: pod('a', 'x'), to: pod('b', 'x') },
    allowed: true,
  },
  { what: 'a policy without types is for ingress', specs: [{ ...toB, ingress: [] }], allowed: false },
  {
    what: 'a policy without types leaves egress open',
    specs: [{ podSelector: { matchLabels: { app: 'a' } } }],
    allowed: true,
  },
  {
    what: 'a policy without types and with egress rules is for both',
    specs: [{ ...fromA, egress: [] }],
    allowed: false,
  },
  {
    what: 'ingress alone is not enough',
    specs: [deny, { ...toB, ingress: [{ from: [fromA] }] }],
    allowed: false,
  },
  {
    what: 'egress alone is not enough',
    specs: [deny, { ...fromA, policyTypes: ['Egress'], egress: [{ to: [toB] }] }],
    allowed: false,
  },
  {
    what: 'both ends allowed',
    specs: [
      deny,
      { ...toB, policyTypes: ['Ingress'], ingress: [{ from: [fromA] }] },
      { ...fromA, policyTypes: ['Egress'], egress: [{ to: [toB] }] },
    ],
    allowed: true,
  },
  { what: 'a rule without peers is for all', specs: [{ ...toB, ingress: [{}] }], allowed: true },
  {
    what: 'policies add up',
    specs: [
      { ...toB, ingress: [] },
      { ...toB, ingress: [{ from: [fromA] }] },
    ],
    allowed: true,
  },
  {
    what: 'a pod selector alone is for pods of the own namespace',
    specs: [{ ...toB, ingress: [{ from: [fromA] }] }],
    change: { from: pod('a', 'x') },
    allowed: false,
  },
  {
    what: 'a namespace selector alone takes every pod there',
    specs: [{ ...toB, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }] }] }],
    change: { from: pod('z', 'x') },
    allowed: true,
  },
  {
    what: 'two selectors in one peer must both hold',
    specs: [
      { ...toB, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'x' } }, ...fromA }] }] },
    ],
    change: { from: pod('z', 'x') },
    allowed: false,
  },
  {
    what: 'another port stays closed',
    specs: [{ ...toB, ingress: [{ ports: [{ port: 80 }] }] }],
    allowed: false,
  },
  {
    what: 'a port by name is the number of the target',
    specs: [{ ...toB, ingress: [{ ports: [{ port: 'web' }] }] }],
    allowed: true,
  },
  {
    what: 'a port by a name that the target lacks is closed',
    specs: [{ ...toB, ingress: [{ ports: [{ port: 'admin' }] }] }],
    allowed: false,
  },
  {
    what: 'a range of ports',
    specs: [{ ...toB, ingress: [{ ports: [{ port: 8000, endPort: 8999 }] }] }],
    allowed: true,
  },
  {
    what: 'above a range of ports',
    specs: [{ ...toB, ingress: [{ ports: [{ port: 8000, endPort: 8079 }] }] }],
    allowed: false,
  },
  {
    what: 'TCP is the protocol when none is named',
    specs: [{ ...toB, ingress: [{ ports: [{ port: 8080 }] }] }],
    change: { protocol: 'UDP' },
    allowed: false,
  },
  {
    what: 'a protocol without a port is for all its ports',
    specs: [{ ...toB, ingress: [{ ports: [{ protocol: 'TCP' }] }] }],
    allowed: true,
  },
  {
    what: 'an address in a block',
    specs: [{ ...fromA, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }],
    change: { to: { kind: 'address', ip: '10.9.9.9' } },
    allowed: true,
  },
  {
    what: 'an address in the exception of a block',
    specs: [{ ...fromA, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.9.0.0/16'] } }] }] }],
    change: { to: { kind: 'address', ip: '10.9.9.9' } },
    allowed: false,
  },
  {
    what: 'an IPv6 address in a block',
    specs: [{ ...fromA, egress: [{ to: [{ ipBlock: { cidr: '2001:db8::/32' } }] }] }],
    change: { to: { kind: 'address', ip: '2001:db8::1' } },
    allowed: true,
  },
  {
    what: 'a block of one family is not for the other',
    specs: [{ ...fromA, egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }],
    change: { to: { kind: 'address', ip: '2001:db8::1' } },
    allowed: false,
  },
  {
    what: 'an address is no pod',
    specs: [{ ...fromA, egress: [{ to: [{ podSelector: {} }] }] }],
    change: { to: { kind: 'address', ip: '10.9.9.9' } },
    allowed: false,
  },
  {
    what: "the pod's own node is never refused",
    specs: [deny],
    change: { from: { kind: 'own node' } },
    allowed: true,
  },
];

describe('NetworkPolicies allow what Kubernetes says that they allow', () => {
  it.each(cases)('$what: $allowed', ({ specs, change, allowed }) => {
    expect(isAllowed(policies(...specs), { ...base, ...change })).toBe(allowed);
  });

  it.each([
    ['In', ['a', 'c'], true],
    ['In', ['c'], false],
    ['NotIn', ['a'], false],
    ['Exists', undefined, true],
    ['DoesNotExist', undefined, false],
  ])('the label expression app %s %s takes the pod: %s', (operator, values, allowed) => {
    const podSelector = { matchExpressions: [{ key: 'app', operator, values }] };
    expect(isAllowed(policies({ ...toB, ingress: [{ from: [{ podSelector }] }] }), base)).toBe(allowed);
  });

  it('an operator that Kubernetes does not know is an error, not an answer', () => {
    const podSelector = { matchExpressions: [{ key: 'app', operator: 'Like' }] };
    expect(() => isAllowed(policies({ podSelector }), base)).toThrow('Like');
  });
});
