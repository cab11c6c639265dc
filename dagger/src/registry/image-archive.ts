import { readIf } from '../verdict/json-text.ts';

/**
 * The digest of an image's configuration, from the `manifest.json` of its archive (Docker image specification 1.2):
 * `Config` names a file by that digest, as `<digest>.json` or `blobs/sha256/<digest>`.
 * @returns undefined where the text names none
 */
export function configurationDigest(manifestJson: string): string | undefined {
  const file = readIf(manifestJson, (manifests) => manifests.items()[0]?.at('Config').optionalText());
  const digits = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(file ?? '')?.[1];
  return digits === undefined ? undefined : `sha256:${digits}`;
}
