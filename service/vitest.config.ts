import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'service',
    include: ['{src,test}/**/*.test.ts'],
    // Time is not what these tests assert: a machine that is busy with the pipeline itself may take long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Files share a process and what it has loaded, which saves a third of their processor time: no test changes what
    // another could see. Two at a time, because those with processes of their own mostly wait.
    isolate: false,
    globalSetup: ['test/postgres-setup.ts'],
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
