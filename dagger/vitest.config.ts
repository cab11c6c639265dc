import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'dagger',
    include: ['test/**/*.test.ts'],
    // Time is not what these tests assert: a machine that is busy with the pipeline itself may take long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Files share a process and what it has loaded: no test leaves anything in a module or in the environment.
    isolate: false,
    // What deploys is tried by the very kubectl that the manifests are rendered by.
    globalSetup: '../manifests/test/tools-setup.ts',
  },
});
