import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

import { ofKind, type KubernetesObject } from './model.ts';
import { selects, selectorSchema } from './selector.ts';

/**
 * What NetworkPolicies allow, as Kubernetes defines it: a pod that no policy of a direction selects is open in that
 * direction; one that is selected may only what some policy allows. A connection needs both its ends.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
const ports = z.array(
  z.looseObject({
    protocol: z.string().default('TCP'),
    port: z.union([z.string(), z.number()]).optional(),
    endPort: z.number().optional(),
  }),
);

const peer = z.looseObject({
  podSelector: selectorSchema.optional(),
  namespaceSelector: selectorSchema.optional(),
  ipBlock: z.looseObject({ cidr: z.string(), except: z.array(z.string()).default([]) }).optional(),
});

const policySchema = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  spec: z.looseObject({
    podSelector: selectorSchema,
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])).optional(),
    ingress: z
      .array(z.looseObject({ from: z.array(peer).default([]), ports: ports.default([]) }))
      .default([]),
    egress: z.array(z.looseObject({ to: z.array(peer).default([]), ports: ports.default([]) })).optional(),
  }),
});

export type NetworkPolicy = z.infer<typeof policySchema>;
type Peer = z.infer<typeof peer>;
type Ports = z.infer<typeof ports>;
type Direction = 'Ingress' | 'Egress';

/** A pod as policies see it. */
export interface Pod {
  readonly kind: 'pod';
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Its ports by name, for policies that name them. */
  readonly ports?: Readonly<Record<string, number>>;
}

/** An address outside the cluster. */
export interface Address {
  readonly kind: 'address';
  readonly ip: string;
}

/** The node that the other end runs on; no policy can refuse it. */
export interface OwnNode {
  readonly kind: 'own node';
}

export type End = Pod | Address | OwnNode;

/** One connection that is tried. */
export interface Connection {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  readonly protocol?: 'TCP' | 'UDP';
}

/** Reads the policies of rendered objects. */
export function networkPolicies(objects: readonly KubernetesObject[]): readonly NetworkPolicy[] {
  return ofKind(objects, 'NetworkPolicy', policySchema);
}

/** Whether the policies let a connection through: out of its source and into its target. */
export function isAllowed(policies: readonly NetworkPolicy[], connection: Connection): boolean {
  const { from, to } = connection;
  if (from.kind === 'own node' || to.kind === 'own node') return true;
  return (
    passes(policies, { direction: 'Egress', subject: from, other: to, connection }) &&
    passes(policies, { direction: 'Ingress', subject: to, other: from, connection })
  );
}

interface Passage {
  readonly direction: Direction;
  readonly subject: Pod | Address;
  readonly other: Pod | Address;
  readonly connection: Connection;
}

function passes(
  policies: readonly NetworkPolicy[],
  { direction, subject, other, connection }: Passage,
): boolean {
  if (subject.kind === 'address') return true;
  const isolating = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === subject.namespace &&
      typesOf(spec).includes(direction) &&
      selects(spec.podSelector, subject.labels),
  );
  if (isolating.length === 0) return true;
  return isolating.some((policy) =>
    rulesOf(policy, direction).some(
      ({ peers, ports: open }) =>
        (peers.length === 0 || peers.some((one) => matches(one, other, policy.metadata.namespace))) &&
        (open.length === 0 || open.some((one) => isOpen(one, connection))),
    ),
  );
}

/** A policy without types is for ingress, and for egress where it has such rules. */
function typesOf({ policyTypes, egress }: NetworkPolicy['spec']): readonly Direction[] {
  return policyTypes ?? (egress === undefined ? ['Ingress'] : ['Ingress', 'Egress']);
}

function rulesOf({ spec }: NetworkPolicy, direction: Direction): { peers: Peer[]; ports: Ports }[] {
  return direction === 'Ingress'
    ? spec.ingress.map(({ from, ports: open }) => ({ peers: from, ports: open }))
    : (spec.egress ?? []).map(({ to, ports: open }) => ({ peers: to, ports: open }));
}

/** Both selectors of one peer must hold; without one for namespaces it is about the policy's own. */
function matches(
  { podSelector, namespaceSelector, ipBlock }: Peer,
  other: Pod | Address,
  namespace: string,
): boolean {
  if (other.kind === 'address') return ipBlock !== undefined && contains(ipBlock, other.ip);
  if (ipBlock !== undefined) return false;
  const inNamespace = namespaceSelector
    ? selects(namespaceSelector, other.namespaceLabels)
    : other.namespace === namespace;
  return inNamespace && selects(podSelector ?? {}, other.labels);
}

function contains({ cidr, except }: { cidr: string; except: readonly string[] }, ip: string): boolean {
  return inCidr(cidr, ip) && !except.some((part) => inCidr(part, ip));
}

function inCidr(cidr: string, ip: string): boolean {
  const [network = '', prefix = ''] = cidr.split('/');
  const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family(network));
  return list.check(ip, family(ip));
}

/** A port by name is the target pod's. */
function isOpen({ protocol, port, endPort }: Ports[number], connection: Connection): boolean {
  if (protocol !== (connection.protocol ?? 'TCP')) return false;
  if (port === undefined) return true;
  const named = connection.to.kind === 'pod' ? connection.to.ports : undefined;
  const first = typeof port === 'number' ? port : named?.[port];
  return first !== undefined && connection.port >= first && connection.port <= (endPort ?? first);
}
