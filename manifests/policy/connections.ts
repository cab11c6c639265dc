import type { Address, Connection, OwnNode, Pod } from './network.ts';

/** A connection, and whether the network must let it through. */
export interface Expectation extends Connection {
  readonly what: string;
  readonly allowed: boolean;
}

const name = 'app.kubernetes.io/name';
const component = 'app.kubernetes.io/component';
const own = { 'kubernetes.io/metadata.name': 'messenger' };

const pod = (part: string, ports: Readonly<Record<string, number>> = {}): Pod => ({
  kind: 'pod',
  namespace: 'messenger',
  namespaceLabels: own,
  labels: { [name]: 'messenger', [component]: part },
  ports,
});

const api = pod('api', { http: 8000 });
const database = pod('database', { postgres: 5432 });
const probe = pod('probe');
const dns: Pod = {
  kind: 'pod',
  namespace: 'kube-system',
  namespaceLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
  labels: { 'k8s-app': 'kube-dns' },
};
const otherInKubeSystem: Pod = { ...dns, labels: { component: 'kube-apiserver' } };
const stranger: Pod = {
  kind: 'pod',
  namespace: 'shop',
  namespaceLabels: { 'kubernetes.io/metadata.name': 'shop' },
  labels: { [name]: 'messenger', [component]: 'probe' },
};
const gateway: Pod = {
  ...stranger,
  namespace: 'gateway',
  namespaceLabels: { 'kubernetes.io/metadata.name': 'gateway', 'messenger/gateway': 'true' },
};
const unlabelled: Pod = { ...api, labels: {} };
const node: OwnNode = { kind: 'own node' };
const address = (ip: string): Address => ({ kind: 'address', ip });

/** What every cluster needs, and what none may allow. */
export const everywhere: readonly Expectation[] = [
  { what: 'the kubelet probes a replica', from: node, to: api, port: 8000, allowed: true },
  { what: 'a gateway asks a replica', from: gateway, to: api, port: 8000, allowed: true },
  { what: "the pipeline's probe asks a replica", from: probe, to: api, port: 8000, allowed: true },
  { what: 'a replica asks for names', from: api, to: dns, port: 53, protocol: 'UDP', allowed: true },
  { what: 'a replica asks for long answers', from: api, to: dns, port: 53, allowed: true },
  { what: 'the probe asks for names', from: probe, to: dns, port: 53, protocol: 'UDP', allowed: true },
  { what: 'another namespace asks a replica', from: stranger, to: api, port: 8000, allowed: false },
  { what: 'a pod without labels asks a replica', from: unlabelled, to: api, port: 8000, allowed: false },
  { what: 'a gateway asks for another port', from: gateway, to: api, port: 9229, allowed: false },
  { what: 'one replica asks another', from: api, to: api, port: 8000, allowed: false },
  { what: 'a replica asks the internet', from: api, to: address('203.0.113.7'), port: 443, allowed: false },
  {
    what: "a replica asks the cloud's metadata",
    from: api,
    to: address('169.254.169.254'),
    port: 80,
    allowed: false,
  },
  { what: "a replica asks the cluster's API", from: api, to: otherInKubeSystem, port: 6443, allowed: false },
  { what: 'a replica asks another namespace', from: api, to: stranger, port: 8000, allowed: false },
  {
    what: 'an address outside asks a replica',
    from: address('10.1.2.3'),
    to: api,
    port: 8000,
    allowed: false,
  },
  {
    what: 'a pod that no policy names asks the internet',
    from: unlabelled,
    to: address('203.0.113.7'),
    port: 443,
    allowed: false,
  },
  { what: 'another namespace asks the probe', from: stranger, to: probe, port: 8000, allowed: false },
  { what: 'the probe asks the internet', from: probe, to: address('203.0.113.7'), port: 443, allowed: false },
];

/** What each kind of cluster needs besides. */
export const connections = {
  kind: [
    ...everywhere,
    { what: 'a replica asks the database', from: api, to: database, port: 5432, allowed: true },
    { what: 'the kubelet probes the database', from: node, to: database, port: 5432, allowed: true },
    { what: 'the probe asks the database', from: probe, to: database, port: 5432, allowed: false },
    { what: 'a gateway asks the database', from: gateway, to: database, port: 5432, allowed: false },
    { what: 'another namespace asks the database', from: stranger, to: database, port: 5432, allowed: false },
    { what: 'a replica logs in on the database', from: api, to: database, port: 22, allowed: false },
    {
      what: 'the database asks for names',
      from: database,
      to: dns,
      port: 53,
      protocol: 'UDP',
      allowed: false,
    },
    {
      what: 'the database asks the internet',
      from: database,
      to: address('203.0.113.7'),
      port: 443,
      allowed: false,
    },
    { what: 'the database asks a replica', from: database, to: api, port: 8000, allowed: false },
  ],
  production: [
    ...everywhere,
    {
      what: 'a replica asks a database at 10.20.30.40',
      from: api,
      to: address('10.20.30.40'),
      port: 5432,
      allowed: true,
    },
    {
      what: 'a replica asks a database at 172.31.0.9',
      from: api,
      to: address('172.31.0.9'),
      port: 5432,
      allowed: true,
    },
    {
      what: 'a replica asks a database at 192.168.7.1',
      from: api,
      to: address('192.168.7.1'),
      port: 5432,
      allowed: true,
    },
    {
      what: 'a replica asks a database in public',
      from: api,
      to: address('172.32.0.1'),
      port: 5432,
      allowed: false,
    },
    {
      what: 'a replica logs in on the database',
      from: api,
      to: address('10.20.30.40'),
      port: 22,
      allowed: false,
    },
    {
      what: 'the probe asks the database',
      from: probe,
      to: address('10.20.30.40'),
      port: 5432,
      allowed: false,
    },
  ],
} as const satisfies Readonly<Record<string, readonly Expectation[]>>;
