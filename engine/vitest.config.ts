import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'engine',
    include: ['test/**/*.test.ts'],
    // Time is not what these tests assert: a machine that is busy with the pipeline itself may take long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Files share a process and what it has loaded (the SDK, the Docker client, the schema), which is most of the processor
    // time of a small one: no test leaves anything in a module or in the environment.
    isolate: false,
    globalSetup: ['test/support/leftovers-setup.ts'],
  },
});
