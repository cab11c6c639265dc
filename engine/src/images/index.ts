/**
 * Base images for the local engine: used when the daemon has them, pulled when their container registry answers,
 * else made from the packages of Debian, npm and PyPI by the recipes in this folder.
 */
export { ImageUnavailable, type ImageUnavailableFacts } from './errors.ts';
export { BuildFailed, followBuild } from './buildkit.ts';
export { madeFromPackagesLabel } from './labels.ts';
export { readGoSettings } from './host-settings.ts';
export { localImages, localImagesVariable } from './local-images.ts';
export { prefetchImages, type Prefetched, type PrefetchOptions } from './prefetch.ts';
export { resolveImage } from './resolve.ts';
export type {
  Credentials,
  ImageOrigin,
  ImageUnavailableCode,
  RegistryAnswers,
  ResolveImage,
  ResolveImageOptions,
  ResolvedImage,
} from './types.ts';
