/* How the manifests of a version are stored in a ConfigMap, which holds a mebibyte (Kubernetes, "ConfigMaps"). Pure. */
import { gunzipSync, gzipSync } from 'node:zlib';

import type { DataObject } from '../kube/types.ts';

/** The data of a ConfigMap. */
export type Stored = Pick<DataObject, 'data' | 'binaryData'>;

/** Characters up to which manifests are stored as text, which a person can read. */
const longestText = 200_000;

/** Key of the manifests where they are compressed. */
const compressed = 'manifests.json.gz';

/** The data of a version: its manifests as text, or compressed where they are long. */
export function stored({
  version,
  manifests,
}: {
  readonly version: string;
  readonly manifests: string;
}): Stored {
  if (manifests.length <= longestText) return { data: { version, manifests } };
  return { data: { version }, binaryData: { [compressed]: gzipSync(manifests).toString('base64') } };
}

/** The data of a ConfigMap, for another one. */
export function storedIn({ data, binaryData }: DataObject): Stored {
  return { ...(data === undefined ? {} : { data }), ...(binaryData === undefined ? {} : { binaryData }) };
}

/** The manifests that a ConfigMap has, as JSON; an empty list where it has none. */
export function manifestsIn({ data, binaryData }: DataObject): string {
  const packed = binaryData?.[compressed];
  if (packed !== undefined) return gunzipSync(Buffer.from(packed, 'base64')).toString('utf8');
  return data?.['manifests'] ?? '[]';
}
