import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Text of a file of the repository. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The files in which the module's objects stand. */
export const moduleFiles: readonly string[] = [
  'dagger/src/index.ts',
  ...readdirSync(join(root, 'dagger/src/api')).map((file) => `dagger/src/api/${file}`),
];

/** Text of each workflow by its file's name. */
export const workflowTexts: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(join(root, '.github', 'workflows')).map((file) => [file, read(`.github/workflows/${file}`)]),
);
