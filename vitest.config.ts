import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/closing-line.ts'],
    projects: ['dagger', 'engine', 'service', 'test', 'test/documents', 'manifests'],
  },
});
