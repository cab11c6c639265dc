import { flushCompileCache } from 'node:module';

/** Loads the modules of main.ts and writes Node's compile cache; the build of the image runs it once. */
await Promise.all([
  import('./service.ts'),
  import('./store/postgres.ts'),
  import('./events/postgres-bus.ts'),
]);
flushCompileCache();
