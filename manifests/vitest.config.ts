import { defineConfig } from 'vitest/config';

// The root is the repository's, because the workflows' tests stand in .github/.
export default defineConfig({
  test: {
    name: 'manifests',
    root: '..',
    include: ['manifests/test/**/*.test.ts', '.github/test/**/*.test.ts'],
    globalSetup: 'manifests/test/tools-setup.ts',
  },
});
