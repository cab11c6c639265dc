import { jsonOrUndefined } from '../verdict/read-json.ts';
import { fieldsOf, textOf } from './registry-answer.ts';

/**
 * The digest of an image's configuration, from the `manifest.json` of its archive (Docker image specification 1.2):
 * `Config` names a file by that digest, as `<digest>.json` or `blobs/sha256/<digest>`.
 * @returns undefined where the text names none
 */
export function configurationDigest(manifestJson: string): string | undefined {
  const manifests = jsonOrUndefined(manifestJson);
  const [first] = Array.isArray(manifests) ? (manifests as unknown[]) : [];
  const digits = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(textOf(fieldsOf(first)['Config']))?.[1];
  return digits === undefined ? undefined : `sha256:${digits}`;
}
