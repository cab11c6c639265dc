import type { Container, Directory } from '@dagger.io/dagger';

import { decideLint } from '../verdict/lint.ts';
import type { Decision } from '../verdict/model.ts';
import { withDependencies } from './dependencies.ts';
import { attempt, evidenceOf } from './evidence.ts';
import { leftOut, type Project } from './project.ts';

/** The tools' programs, called by path: what is missing is then the tool's own error, never another tool's. */
const eslint = ['node', 'node_modules/eslint/bin/eslint.js'];
const prettier = ['node', 'node_modules/prettier/bin/prettier.cjs'];
const tsc = ['node', 'node_modules/typescript/bin/tsc'];

/** Runs ESLint, Prettier and the type checker side by side over one installed source. */
export async function lint({ source }: Project): Promise<Decision> {
  const base = withDependencies(source);
  const [eslintRun, prettierRun, tscRun] = await Promise.all([
    evidenceOf(attempt(base, [...eslint, '.', '--format', 'json'])),
    evidenceOf(attempt(base, [...prettier, '.', '--list-different'], { codes: [0, 1, 2] })),
    evidenceOf(attempt(base, [...tsc, '--noEmit', '--pretty', 'false'], { codes: [0, 1, 2] })),
  ]);
  return decideLint({ eslint: eslintRun, prettier: prettierRun, tsc: tscRun });
}

/** The source as ESLint's and Prettier's own fixes leave it; what they cannot fix stays for lint to tell. */
export function format({ source }: Project): Directory {
  const fixed = attempt(withDependencies(source), [...eslint, '.', '--fix']);
  return formatted(fixed).directory('/src').filter({ exclude: leftOut });
}

function formatted(container: Container): Container {
  return attempt(container, [...prettier, '.', '--write'], { codes: [0, 1, 2] });
}
