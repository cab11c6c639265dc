import { defineConfig } from 'vitest/config';

/**
 * The whole pipeline through its command line, on real Docker. One file at a time: each of them keeps both cores busy,
 * and on a new machine the first call makes base images for minutes. The other suites come first.
 */
export default defineConfig({
  test: {
    name: 'pipeline',
    include: ['pipeline/*.test.ts'],
    fileParallelism: false,
    sequence: { groupOrder: 1 },
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
