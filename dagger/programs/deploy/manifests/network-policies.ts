/* What NetworkPolicies of the manifests say of connections between pods of the namespace. Decides from data alone. */
import type { Offers } from '../../../src/deploy/proof/offers.ts';
import { isOf } from '../kube/read.ts';
import { selects } from '../kube/selector.ts';
import type { KubeObject, NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule } from '../kube/types.ts';

type Labels = Readonly<Record<string, string>>;
type Direction = 'Ingress' | 'Egress';

/** A connection between pods of one namespace. */
export interface Connection {
  readonly from: Labels;
  readonly to: Labels;
  /** The port that is connected to, and its name in the pods where it has one. */
  readonly port: number;
  readonly portName?: string | undefined;
}

/**
 * Whether the policies forbid a connection; `none` where no policy is about either of its ends. Policies only add: one that
 * lets it through is enough, in each direction (Kubernetes, "Network Policies"). Addresses are not known here, so that a
 * rule for addresses counts as one that lets it through.
 */
export function connectionBy(
  objects: readonly KubeObject[],
  connection: Connection,
): Offers['networkPolicy'] {
  const policies = objects.filter(isOf('NetworkPolicy'));
  const own = namespaceLabels(objects);
  const ends = [
    { applied: applied(policies, 'Ingress', connection.to), other: connection.from },
    { applied: applied(policies, 'Egress', connection.from), other: connection.to },
  ].filter(({ applied: rules }) => rules !== undefined);
  if (ends.length === 0) return 'none';
  const isAllowed = ends.every(({ applied: rules = [], other }) =>
    rules.some((rule) => lets(rule, { other, own, connection })),
  );
  return isAllowed ? 'allows' : 'forbids';
}

/** The rules of one direction for pods with these labels; undefined where no policy selects them in it. */
function applied(
  policies: readonly NetworkPolicy[],
  direction: Direction,
  labels: Labels,
): PolicyRule[] | undefined {
  const selected = policies.filter(
    (policy) => typesOf(policy).includes(direction) && selects(policy.spec.podSelector ?? {}, labels),
  );
  if (selected.length === 0) return undefined;
  return selected.flatMap(({ spec }) => (direction === 'Ingress' ? spec.ingress : spec.egress) ?? []);
}

/** The directions of a policy: where it does not say, in, and out if it has rules for that. */
function typesOf({ spec: { policyTypes, egress } }: NetworkPolicy): readonly string[] {
  return policyTypes ?? (egress === undefined ? ['Ingress'] : ['Ingress', 'Egress']);
}

function lets(
  { from, to, ports }: PolicyRule,
  {
    other,
    own,
    connection,
  }: { readonly other: Labels; readonly own: Labels; readonly connection: Connection },
): boolean {
  const peers = from ?? to ?? [];
  const isPeer = peers.length === 0 || peers.some((peer) => isMet(peer, other, own));
  return isPeer && (ports ?? [{}]).some((port) => isPort(port, connection));
}

function isMet({ podSelector, namespaceSelector, ipBlock }: PolicyPeer, other: Labels, own: Labels): boolean {
  if (ipBlock !== undefined) return true;
  return selects(namespaceSelector ?? {}, own) && selects(podSelector ?? {}, other);
}

function isPort({ port, endPort }: PolicyPort, connection: Connection): boolean {
  if (port === undefined) return true;
  if (typeof port === 'string') return port === connection.portName;
  return connection.port >= port && connection.port <= (endPort ?? port);
}

/** Labels of the namespace, as far as the manifests tell; the server adds its name. */
function namespaceLabels(objects: readonly KubeObject[]): Labels {
  const found = objects.find(isOf('Namespace'))?.metadata;
  return found === undefined ? {} : { ...found.labels, 'kubernetes.io/metadata.name': found.name };
}
