import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Text of a file of the repository. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Text of each workflow by its file's name. */
export const workflowTexts: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(join(root, '.github', 'workflows')).map((file) => [file, read(`.github/workflows/${file}`)]),
);
