import { expect, test } from 'vitest';

import type { NetworkPolicy } from '../../../../programs/deploy/kube/types.ts';
import { connectionBy } from '../../../../programs/deploy/manifests/network-policies.ts';

const own = { app: 'app' };
const connection = { from: own, to: own, port: 3000, portName: 'http' };
const namespace = { kind: 'Namespace', metadata: { name: 'app', labels: { team: 'a' } } };
const policy = (spec: NetworkPolicy['spec']): NetworkPolicy => ({
  kind: 'NetworkPolicy',
  metadata: { name: 'policy' },
  spec,
});
const denied = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const into = (rule: NonNullable<NetworkPolicy['spec']['ingress']>[number]): NetworkPolicy =>
  policy({ podSelector: { matchLabels: own }, ingress: [rule] });

test.each<[string, readonly NetworkPolicy[], string]>([
  ['nothing', [], 'none'],
  ['a policy about other pods', [policy({ podSelector: { matchLabels: { app: 'worker' } } })], 'none'],
  ['a policy that denies everything', [denied], 'forbids'],
  ['one for what comes in that lets nothing in', [policy({})], 'forbids'],
  ['one for what goes out alone', [policy({ policyTypes: ['Egress'] })], 'forbids'],
  [
    'rules for what goes out, of which none is for this',
    [policy({ egress: [{ ports: [{ port: 53 }] }], ingress: [{}] })],
    'forbids',
  ],
  ['a rule for everybody', [into({})], 'allows'],
  ['a rule for these pods', [into({ from: [{ podSelector: { matchLabels: own } }] })], 'allows'],
  ['a rule for all pods of the namespace', [into({ from: [{ podSelector: {} }] })], 'allows'],
  [
    'a rule by an expression',
    [
      into({
        from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['app'] }] } }],
      }),
    ],
    'allows',
  ],
  [
    'a rule for pods that are not these',
    [into({ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }] })],
    'forbids',
  ],
  ['a rule for another port', [into({ ports: [{ port: 9090 }] })], 'forbids'],
  ['a rule for the port by its name', [into({ ports: [{ port: 'http' }] })], 'allows'],
  ['a rule for a range of ports', [into({ ports: [{ port: 2000, endPort: 4000 }] })], 'allows'],
  [
    'a rule for another namespace',
    [into({ from: [{ namespaceSelector: { matchLabels: { team: 'b' } } }] })],
    'forbids',
  ],
  [
    'a rule for the namespace',
    [into({ from: [{ namespaceSelector: { matchLabels: { team: 'a' } } }] })],
    'allows',
  ],
  [
    'a rule for the namespace by the name that the server gives it',
    [into({ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'app' } } }] })],
    'allows',
  ],
  [
    'a rule for addresses, which are not known',
    [into({ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] })],
    'allows',
  ],
  ['one that denies and one that lets in', [policy({}), into({})], 'allows'],
  ['one that lets in where nothing goes out', [denied, into({})], 'forbids'],
])('%s', (_name, policies, answer) => {
  expect(connectionBy([namespace, ...policies], connection)).toBe(answer);
});
