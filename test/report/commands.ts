import { globSync } from 'node:fs';
import { join } from 'node:path';

/** The repository. */
export const root = join(import.meta.dirname, '..', '..');

/** The commands that run tests; each test file belongs to one of them. */
export const commands = ['npm test', 'npm run test:proofs'] as const;
export type Command = (typeof commands)[number];

/** Where the files of the proofs stand, from the repository's root. */
export const proofsFolder = 'test/proofs';

/**
 * The command that runs a test file.
 * @param path from the repository's root
 */
export function commandOf(path: string): Command {
  return path.startsWith(`${proofsFolder}/`) ? 'npm run test:proofs' : 'npm test';
}

/** Every test file that there is, from the repository's root; those of the sample projects are not ours to run. */
export function testFiles(): string[] {
  // A folder whose name begins with a dot, `.github`, is found by its own pattern only.
  const patterns = ['**/*.test.ts', '.*/**/*.test.ts'];
  return globSync(patterns, { cwd: root, exclude: ['**/node_modules', '**/fixtures'] }).sort();
}
