import { flushCompileCache } from 'node:module';

/** Loads what main.ts loads and writes Node's compile cache; the image's build runs it once. */
await Promise.all([
  import('./service.ts'),
  import('./store/postgres.ts'),
  import('./events/postgres-bus.ts'),
]);
flushCompileCache();
