import { defineConfig } from 'vitest/config';

// The root is the repository's, because the workflows' tests stand in .github/.
export default defineConfig({
  test: {
    name: 'manifests',
    root: '..',
    include: ['manifests/test/**/*.test.ts', '.github/test/**/*.test.ts'],
    // Time is not what these tests assert: a machine that is busy with the pipeline itself may take long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: 'manifests/test/tools-setup.ts',
  },
});
