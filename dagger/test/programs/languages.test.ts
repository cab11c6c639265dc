import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../programs', import.meta.url));
const programs = globSync('**/*.{js,ts}', { cwd: folder }).map((path) => ({
  path,
  text: readFileSync(`${folder}/${path}`, 'utf8'),
}));

test('every program is type-checked: in TypeScript, or by a comment where any Node must run it', () => {
  const plain = programs.filter(({ path }) => path.endsWith('.js'));
  expect(plain.length).toBeGreaterThan(0);
  expect(plain.filter(({ text }) => !text.startsWith('// @ts-check\n')).map(({ path }) => path)).toEqual([]);
});

/** Folders whose programs run in a project's own image (`withPrograms`), and the one that they share a file of. */
const inProjects = /^(?:attempt|packages|run-tests|typecheck)\/|^source\/files-below\.js$/;

/** What Node 20 does not have (its API documentation, "History" of each). */
const newerThanNode20 =
  /\b(?:globSync|withResolvers|groupBy|stripTypeScriptTypes|navigator|WebSocket|isSubsetOf|Iterator\.from)\b/;

test('what runs beside a project runs on the oldest Node that projects have', () => {
  const beside = programs.filter(({ path }) => inProjects.test(path));
  expect(beside.length).toBeGreaterThan(5);
  expect(beside.filter(({ path }) => !path.endsWith('.js')).map(({ path }) => path)).toEqual([]);
  for (const { path, text } of beside) {
    const code = text.replaceAll(/\/\*[^]*?\*\//g, '');
    const imports = [...code.matchAll(/\bfrom '(\.[^']*)'/g)].map(([, from]) => from);
    expect([path, imports.filter((from) => !from?.endsWith('.js'))]).toEqual([path, []]);
    expect([path, newerThanNode20.exec(code)?.[0]]).toEqual([path, undefined]);
  }
});

test('no program knows the service of this project', () => {
  expect(programs.filter(({ text }) => /messenger/i.test(text)).map(({ path }) => path)).toEqual([]);
});
