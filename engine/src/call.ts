/**
 * Calls a function of the module on the local engine, in the manner of `dagger call`:
 * `npm run call -- [FLAGS] FUNCTION [FLAGS] [FUNCTION [FLAGS]]...`
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from './store/location.ts';

// Before anything large is imported: it halves the start, the stripping of types included.
enableCompileCache(join(cacheFolder(), 'compile'));
const { start } = await import('./cli/start.ts');
await start();
// A connection that somebody kept open must not hold the process; what is written goes out first.
process.stdout.write('', () => process.exit());
