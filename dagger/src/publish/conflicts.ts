import type { Found, RemoteImage } from '../registry/registry-answer.ts';

/** An image that every gate has checked. */
export interface ScannedImage {
  /** For example `linux/amd64`. */
  readonly platform: string;
  /** Digest of its configuration. */
  readonly configuration: string;
}

/**
 * Tags that already point to another image than the one to publish: a public tag must never change its meaning.
 * @param found the registry's content under the tags
 * @returns a sentence for each such tag
 */
export function conflictingTags(found: readonly Found[], scanned: readonly ScannedImage[]): string[] {
  return found
    .filter(({ digest, images }) => digest !== undefined && !hasSameImages(images, scanned))
    .map(({ reference, digest = '' }) => `the tag ${reference} exists and leads to another image, ${digest}`);
}

/**
 * Whether a registry has exactly the images that were scanned, by the digests of their configurations. These identify
 * the content of every layer, and do not change if layers are compressed in another way.
 */
export function hasSameImages(images: readonly RemoteImage[], scanned: readonly ScannedImage[]): boolean {
  const there = images.map(({ configuration }) => configuration).sort();
  const wanted = scanned.map(({ configuration }) => configuration).sort();
  return there.length === wanted.length && there.every((digest, index) => digest === wanted[index]);
}

/** The problem with an image that was just pushed; undefined if it is the one that was scanned. */
export function pushMismatch(
  [found]: readonly Found[],
  digest: string,
  scanned: readonly ScannedImage[],
): string | undefined {
  if (found?.digest !== digest)
    return `the registry answered the push with ${digest} and has ${found?.digest ?? 'nothing'} there`;
  if (!hasSameImages(found.images, scanned)) {
    const there = found.images.map(({ configuration }) => configuration).join(', ');
    const wanted = scanned.map(({ configuration }) => configuration).join(', ');
    return `what was pushed is not what was scanned: configuration ${there}, expected ${wanted}`;
  }
  return undefined;
}
