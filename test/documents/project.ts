import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import ts from 'typescript';

import { coreApi, kebab, moduleApi, type Api } from '../../.github/policy/module-api.ts';
import { readDocument, type Document } from './markdown.ts';

const root = join(import.meta.dirname, '..', '..');

/** Text of a file, by its path from the repository's root. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Whether a path from the repository's root is there; `*` stands for any name. */
export function exists(path: string): boolean {
  return path.includes('*') ? globSync(path, { cwd: root }).length > 0 : existsSync(join(root, path));
}

/** The documents that are held to what there is. */
export const documents: readonly Document[] = [
  ...['README.md', 'CONTRIBUTING.md', 'engine/README.md', 'service/README.md', 'manifests/README.md'],
  ...globSync('docs/*.md', { cwd: root }),
].map((path) => readDocument(path, read(path)));

/** Names of all files under version control, folders apart. */
export const fileNames: ReadonlySet<string> = new Set(
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .map((path) => path.split('/').at(-1) ?? path),
);

const main = read('dagger/src/index.ts');

/** Name of the module's object. */
export const mainObject = 'Pipeline';

/** The module's functions and flags, and those of Dagger's own types. */
export const api: Api = new Map([
  ...coreApi(read('node_modules/@dagger.io/dagger/dist/src/api/client.gen.d.ts')),
  ...moduleApi([main, ...globSync('dagger/src/api/*.ts', { cwd: root }).map(read)]),
]);

/** Flags of the local engine's own command line; read, not imported, because the engine is linted as a part by itself. */
export const engineFlags: readonly string[] = [
  ...read('engine/src/cli/engine-flags.ts').matchAll(/^ {2}'?([\w-]+)'?: \{/gm),
].map(([, name = '']) => `--${name}`);

/** The constructor's parameters in order: flag, and the default as it is written in the source. */
export function moduleArguments(): { readonly flag: string; readonly value: string }[] {
  const file = ts.createSourceFile('index.ts', main, ts.ScriptTarget.ESNext, true);
  const parameters = file.statements
    .filter(ts.isClassDeclaration)
    .flatMap(({ members }) => members.filter(ts.isConstructorDeclaration))
    .flatMap((constructor) => [...constructor.parameters]);
  return parameters.map(({ name, initializer }) => ({
    flag: `--${kebab(name.getText())}`,
    value: initializer === undefined ? '' : initializer.getText().replaceAll("'", ''),
  }));
}

/** What a path in a document may mean: from the document's folder, or from the repository's root. */
export function placesOf(path: string, document: Document): string[] {
  return [join(dirname(document.path), path), path];
}
