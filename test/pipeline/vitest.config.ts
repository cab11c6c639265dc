import { defineConfig } from 'vitest/config';

/**
 * The whole pipeline through its command line, on real Docker. One file at a time: each of them keeps both cores busy,
 * and on a new machine the first call makes base images for minutes.
 */
export default defineConfig({
  test: {
    name: 'pipeline',
    include: ['pipeline/*.test.ts'],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
