import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModuleConfig } from './config.ts';

/**
 * Decorators as Dagger's own runtime compiles them, whatever the module's folder lies in. Other processes of the module
 * read the same file while this one starts: it is put there whole.
 */
export function writeTsconfig(scratch: string, { source }: ModuleConfig): string {
  mkdirSync(scratch, { recursive: true });
  const file = join(scratch, 'tsconfig.json');
  const compilerOptions = {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'bundler',
    experimentalDecorators: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  };
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify({ compilerOptions, include: [join(source, 'src/**/*')] }));
  renameSync(draft, file);
  return file;
}
