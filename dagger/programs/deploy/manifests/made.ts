/* What a deployment has made, and what goes with it when it is undone. Pure. */
import type { KubeObject } from '../kube/types.ts';
import { titleOf } from './pod-templates.ts';

/** What becomes of objects that a deployment has made. */
export interface MadeObjects {
  /** Objects that go, in that order. */
  readonly removed: readonly KubeObject[];
  /** Those that stay, as `KIND/NAME`. */
  readonly kept: readonly string[];
}

/** Kinds that hold data, or that others may use by now. */
const keptKinds = ['Namespace', 'PersistentVolumeClaim', 'PersistentVolume', 'CustomResourceDefinition'];

/** The objects that the cluster does not have yet, as `KIND/NAME`; undefined where it does not let them be seen. */
export function newIn(
  objects: readonly KubeObject[],
  there: readonly KubeObject[] | undefined,
): string[] | undefined {
  if (there === undefined) return undefined;
  const known = new Set(there.map(titleOf));
  return objects.map(titleOf).filter((title) => !known.has(title));
}

/**
 * The objects that go when a deployment is undone: what it made itself, the last first. What was there before it is nobody's
 * to remove.
 * @param created titles of the objects that it made
 * @param before objects of the version that serves again; none after a first deployment
 */
export function madeObjects(
  objects: readonly KubeObject[],
  { created, before = [] }: { readonly created: readonly string[]; readonly before?: readonly KubeObject[] },
): MadeObjects {
  const used = new Set(before.map(titleOf));
  const own = objects.filter((object) => created.includes(titleOf(object)) && !used.has(titleOf(object)));
  const isKept = ({ kind }: KubeObject): boolean => keptKinds.includes(kind);
  return { removed: own.filter((one) => !isKept(one)).toReversed(), kept: own.filter(isKept).map(titleOf) };
}
