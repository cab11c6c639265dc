import { flushCompileCache } from 'node:module';

/** Loads what main.ts loads and writes Node's compile cache; the image's build runs it once. */
await Promise.all([import('./app.ts'), import('./store/open.ts'), import('./http/server.ts')]);
flushCompileCache();
