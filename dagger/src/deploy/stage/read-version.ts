import type { Version } from '../proof/model.ts';
import type { DeployedImage, Expected } from '../proof/observations.ts';
import { numberAt, optional, recordAt, textAt } from '../../verdict/read-json.ts';

/** A version as the cluster keeps it. */
export function versionAt(value: unknown, path: string): Version {
  const record = recordAt(value, path);
  return {
    revision: textAt(record['revision'], `${path}/revision`),
    image: deployedImageAt(record['image'], `${path}/image`),
  };
}

/** An image by its name and what identifies it. */
export function deployedImageAt(value: unknown, path: string): DeployedImage {
  const record = recordAt(value, path);
  const configuration = optional(record, path, 'configuration', textAt);
  const manifest = optional(record, path, 'manifest', textAt);
  return {
    reference: textAt(record['reference'], `${path}/reference`),
    ...(configuration === undefined ? {} : { configuration }),
    ...(manifest === undefined ? {} : { manifest }),
  };
}

/** What a version should look like. */
export function expectedAt(value: unknown, path: string): Expected {
  const replicas = numberAt({ from: 0, to: 100_000 });
  return {
    ...versionAt(value, path),
    replicas: replicas(recordAt(value, path)['replicas'], `${path}/replicas`),
  };
}
