/** What the manifests of a version offer, as far as lines of its proof depend on it. */
export interface Offers {
  /** `Recreate` takes every pod away before the next one starts. */
  readonly strategy: 'RollingUpdate' | 'Recreate';
  /** Whether pods say by themselves when they can serve. */
  readonly readinessProbe: boolean;
  /** Whether a pod may use only so much memory. */
  readonly memoryLimit: boolean;
  /**
   * What the NetworkPolicies of the manifests say of a connection from one replica to another; `none` where none is about
   * the replicas.
   */
  readonly networkPolicy: 'forbids' | 'allows' | 'none';
}

/** Why the manifests promise no update without a lost request; undefined where they do. */
export function withoutPromise({
  replicas,
  offers: { strategy },
}: {
  readonly replicas: number;
  readonly offers: Pick<Offers, 'strategy'>;
}): string | undefined {
  if (replicas < 2) return 'one replica';
  return strategy === 'Recreate'
    ? 'the strategy Recreate ends every pod before the next one starts'
    : undefined;
}
