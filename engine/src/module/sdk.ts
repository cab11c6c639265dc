import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const main = import.meta.resolve('@dagger.io/dagger');

/**
 * Files of the Dagger SDK that its package does not export, by path. A test holds that they are there.
 * The introspector knows core types only from a file whose name ends in `client.gen.ts`, which the package does not
 * have: a copy of its declarations under that name serves.
 */
export const sdkFiles = {
  package: inPackage('../..'),
  main: fileURLToPath(main),
  telemetry: fileURLToPath(import.meta.resolve('@dagger.io/dagger/telemetry')),
  clientDeclarations: inPackage('./api/client.gen.d.ts'),
  client: inPackage('./common/graphql/client.js'),
  connection: inPackage('./common/graphql/connection.js'),
  introspector: inPackage('./module/introspector/index.js'),
  daggerModule: inPackage('./module/introspector/dagger_module/index.js'),
  load: inPackage('./module/entrypoint/load.js'),
  invoke: inPackage('./module/entrypoint/invoke.js'),
  executor: inPackage('./module/executor.js'),
} as const;

function inPackage(path: string): string {
  return fileURLToPath(new URL(path, main));
}

/** The installed SDK's version, such as `0.21.8`. */
export function sdkVersion(): string {
  const file = fileURLToPath(new URL('../../package.json', main));
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
