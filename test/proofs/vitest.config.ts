import { defineConfig } from 'vitest/config';

/** What is exhaustive: every defect, every bad deployment, several nodes, the own source. */
export default defineConfig({
  test: {
    name: 'proofs',
    include: ['*.test.ts'],
    isolate: false,
    globalSetup: '../support/make-images.ts',
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
