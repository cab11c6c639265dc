import { parseObjects, nameOf, type KubernetesObject } from '../policy/model.ts';

/** One change to one rendered object; what the path names is removed where `to` is not given. */
export interface Change {
  /** `Deployment/messenger`. */
  readonly at: string;
  /** JSON pointer (RFC 6901); nothing removes the whole object. */
  readonly path?: string;
  readonly to?: unknown;
}

/**
 * The objects with one change.
 * @throws when there is no such object or nothing to remove: a counterexample that changes nothing shows nothing
 */
export function applyChange(objects: readonly KubernetesObject[], change: Change): KubernetesObject[] {
  const copy = structuredClone([...objects]);
  const found = copy.findIndex((object) => nameOf(object) === change.at);
  const object = copy[found];
  if (object === undefined) throw new Error(`there is no ${change.at}`);
  if (change.path === undefined) return copy.filter((_, index) => index !== found);
  set(object, change.path.slice(1).split('/').map(unescape), change);
  return parseObjects(copy);
}

const unescape = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

function set(node: unknown, [key = '', ...rest]: readonly string[], change: Change): void {
  const parent = asRecord(node, change);
  if (rest.length > 0) set(parent[key], rest, change);
  else if ('to' in change) parent[key] = change.to;
  else if (!Reflect.has(parent, key)) throw new Error(`${change.at} has no ${String(change.path)}`);
  else Reflect.deleteProperty(parent, key);
}

function asRecord(node: unknown, { at, path }: Change): Record<string, unknown> {
  if (typeof node !== 'object' || node === null) throw new Error(`${at} has no ${String(path)}`);
  return node as Record<string, unknown>;
}
