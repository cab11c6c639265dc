import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'service',
    include: ['{src,test}/**/*.test.ts'],
    globalSetup: ['test/postgres-setup.ts'],
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
