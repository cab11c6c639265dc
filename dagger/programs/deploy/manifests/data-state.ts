/* What is known of one Secret or ConfigMap that pods read: in the manifests, in the cluster, and among the values given. */
import { fieldsOf, textOf } from '../../shared/json.ts';
import { fieldManager } from '../kube/kube.ts';
import type { DataObject, KubeObject } from '../kube/types.ts';
import type { DataKind, Needed } from './reads.ts';

/** Who owns the values that the pipeline makes or is given, so that manifests that are applied do not take them away. */
export const valuesManager = 'pipeline-values';

/** Values that are given, by `NAME/KEY`. */
export interface GivenValues {
  /** Those of pipeline.json, which everybody may read. */
  readonly values: Readonly<Record<string, string>>;
  /** Those of the caller, for Secrets alone; they outweigh the others. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** One of two kinds with data, of manifests or of a cluster. */
export function isData(object: KubeObject): object is DataObject {
  return object.kind === 'Secret' || object.kind === 'ConfigMap';
}

/** The object of a kind and a name. */
export function dataOf(
  objects: readonly KubeObject[],
  { kind, name }: { readonly kind: DataKind; readonly name: string },
): DataObject | undefined {
  return objects.filter(isData).find((one) => one.kind === kind && one.metadata.name === name);
}

/** The keys that an object has. */
export function keysOf(object: DataObject | undefined): string[] {
  const { data, stringData, binaryData } = fieldsOf(object);
  return [data, stringData, binaryData].flatMap((part) => Object.keys(fieldsOf(part)));
}

/** A text of a Secret or of a ConfigMap; undefined where it has none of that key. */
export function textIn(object: DataObject | undefined, key: string): string | undefined {
  const plain = textOf(fieldsOf(object?.stringData)[key]);
  const value = textOf(fieldsOf(object?.data)[key]);
  if (plain !== undefined || value === undefined) return plain;
  return object?.kind === 'Secret' ? Buffer.from(value, 'base64').toString('utf8') : value;
}

/** Who has set a key of an object; empty where that is not known. */
export function ownersOf(object: DataObject | undefined, key: string): string[] {
  return (object?.metadata.managedFields ?? []).flatMap(({ manager, fieldsV1 }) => {
    const data = fieldsOf(fieldsOf(fieldsV1)['f:data']);
    return manager !== undefined && `f:${key}` in data ? [manager] : [];
  });
}

/** The keys of an object in the cluster that are still there once the manifests are applied. */
export function keptKeys(inCluster: DataObject | undefined, inManifests: DataObject | undefined): string[] {
  const goes = (key: string): boolean => {
    const owners = ownersOf(inCluster, key);
    return inManifests !== undefined && owners.length > 0 && owners.every((one) => one === fieldManager);
  };
  return keysOf(inCluster).filter((key) => !goes(key));
}

/** Whether a value is for a Secret or ConfigMap that pods read, and for a key that they read of it. */
export function isUsedBy(needed: Needed, named: string): boolean {
  const prefix = `${needed.name}/`;
  if (!named.startsWith(prefix)) return false;
  const key = named.slice(prefix.length);
  return needed.isWhole || needed.keys.includes(key) || needed.optionalKeys.includes(key);
}

/** The values that are given for a Secret or a ConfigMap, by key. */
export function givenFor(needed: Needed, { values, secrets }: GivenValues): Map<string, string> {
  const all = needed.kind === 'Secret' ? { ...values, ...secrets } : values;
  const used = Object.entries(all).filter(([named]) => isUsedBy(needed, named));
  return new Map(used.map(([named, value]) => [named.slice(needed.name.length + 1), value]));
}
