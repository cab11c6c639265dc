import { defineConfig } from 'vitest/config';

/** The pipeline through its command line, on real Docker: one example of each kind. */
export default defineConfig({
  test: {
    name: 'pipeline',
    include: ['*.test.ts'],
    // Files share a process, and in it a module that is loaded: each keeps what it changes to itself.
    isolate: false,
    globalSetup: '../support/make-images.ts',
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
