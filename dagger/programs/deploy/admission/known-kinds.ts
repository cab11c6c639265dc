/* The kinds that a server has, as kubectl prints them. Pure. */
import type { KubeObject } from '../kube/types.ts';

/** A kind of a server, in the version that it prefers. */
export interface KnownKind {
  /** `apps/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
}

/** What a server has. */
export interface KnownKinds {
  readonly kinds: readonly KnownKind[];
  /** Every version of every group that it serves. */
  readonly versions: readonly string[];
}

/**
 * Reads both answers of kubectl.
 * @param resources of `kubectl api-resources --no-headers`: name, short names (none, often), version, namespaced, kind
 * @param versions of `kubectl api-versions`
 */
export function kindsIn(resources: string, versions: string): KnownKinds {
  const kinds = resources.split('\n').flatMap((line) => {
    const [kind, namespaced, apiVersion] = line.trim().split(/\s+/).reverse();
    return kind === undefined || apiVersion === undefined
      ? []
      : [{ kind, apiVersion, isNamespaced: namespaced === 'true' }];
  });
  return { kinds, versions: versions.split('\n').map((line) => line.trim()) };
}

/** The group of a version: `apps` of `apps/v1`, empty for `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** Whether a server has an object's kind in its version; so it seems where it did not tell. */
export function isKnown({ kind, apiVersion = '' }: KubeObject, known: KnownKinds | undefined): boolean {
  if (known === undefined) return true;
  const isOfGroup = (one: KnownKind): boolean =>
    one.kind === kind && groupOf(one.apiVersion) === groupOf(apiVersion);
  return known.versions.includes(apiVersion) && known.kinds.some(isOfGroup);
}
