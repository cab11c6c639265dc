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

test('no program knows the service of this project', () => {
  expect(programs.filter(({ text }) => /messenger/i.test(text)).map(({ path }) => path)).toEqual([]);
});
