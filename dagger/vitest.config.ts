import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { name: 'dagger', include: ['test/**/*.test.ts'] } });
