import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// The root is the repository's, because the workflows' tests stand in .github/.
export default defineConfig({
  test: {
    name: 'manifests',
    root: join(import.meta.dirname, '..'),
    include: ['manifests/test/**/*.test.ts', '.github/test/**/*.test.ts'],
    // Time is not what these tests assert: a machine that is busy with the pipeline itself may take long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Files share a process and what it has loaded: no test leaves anything in a module or in the environment.
    isolate: false,
    globalSetup: 'manifests/test/tools-setup.ts',
  },
});
