import type { Found, RemoteImage } from '../registry/registry-answer.ts';

/** An image that every gate has seen. */
export interface ScannedImage {
  /** `linux/amd64`. */
  readonly platform: string;
  /** Digest of its configuration. */
  readonly configuration: string;
}

/**
 * Tags that lead to another image than the one that is to be published: a tag that people use never changes its meaning.
 * @param found what the registry has under the tags
 * @returns a sentence for each such tag
 */
export function conflictingTags(found: readonly Found[], scanned: readonly ScannedImage[]): string[] {
  return found
    .filter(({ digest, images }) => digest !== undefined && !hasSameImages(images, scanned))
    .map(({ reference, digest = '' }) => `the tag ${reference} exists and leads to another image, ${digest}`);
}

/**
 * Whether a registry has the very images that were scanned, no other, by the digests of their configurations: these
 * name every layer's content, and do not change when layers are packed in another way.
 */
export function hasSameImages(images: readonly RemoteImage[], scanned: readonly ScannedImage[]): boolean {
  const there = images.map(({ configuration }) => configuration).sort();
  const wanted = scanned.map(({ configuration }) => configuration).sort();
  return there.length === wanted.length && there.every((digest, index) => digest === wanted[index]);
}

/** What is wrong with an image that was just pushed; undefined when it is the one that was scanned. */
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
