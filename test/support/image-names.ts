import { images } from '../../dagger/src/tools/images.ts';

/** Images that Dockerfiles of the projects here build on. */
const bases = {
  distroless: 'gcr.io/distroless/nodejs24-debian12:nonroot',
  debian: 'debian:bookworm-slim',
} as const;

/** Every image that the tests use, by its name in the module's list or here. */
export const testImages = { ...images, ...bases } as const;
export type TestImage = keyof typeof testImages;
