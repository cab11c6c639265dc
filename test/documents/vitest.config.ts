import { defineConfig } from 'vitest/config';

// Time is not what these tests assert: a machine that is busy with the pipeline itself may take long.
export default defineConfig({
  test: { name: 'documents', include: ['*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
