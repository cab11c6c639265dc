import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// The report on the tests themselves is tried here too: it has no place of its own among the projects.
export default defineConfig({
  test: {
    name: 'documents',
    root: join(import.meta.dirname, '..'),
    include: ['documents/*.test.ts', 'report/*.test.ts'],
    // Time is not what these tests assert: a machine that is busy with the pipeline itself may take long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Files share a process and what it has loaded: no test leaves anything in a module or in the environment.
    isolate: false,
  },
});
