import { expect, test } from 'vitest';

import { readManifest } from '../../../src/project/facts/manifest.ts';
import { ShapeError } from '../../../src/verdict/json.ts';

const read = (manifest: object): ReturnType<typeof readManifest> =>
  readManifest('a/package.json', JSON.stringify(manifest));

test('an empty object says nothing, and nothing is wrong with it', () => {
  const { found, notes } = read({});
  expect(found).toMatchObject({
    path: 'a/package.json',
    folder: 'a',
    packageManager: undefined,
    workspaces: [],
  });
  expect(notes).toEqual([]);
});

test('a package is that of the likelier list', () => {
  const { dependencies } = read({ dependencies: { a: '1', b: '2' }, devDependencies: { a: '3' } }).found;
  expect(dependencies.get('a')).toEqual({ list: 'devDependencies', range: '3' });
  expect(dependencies.get('b')).toEqual({ list: 'dependencies', range: '2' });
});

test('workspaces are a list, or a list in an object', () => {
  expect(read({ workspaces: ['a', 'b'] }).found.workspaces).toEqual(['a', 'b']);
  expect(read({ workspaces: { packages: ['a'], nohoist: ['b'] } }).found.workspaces).toEqual(['a']);
  expect(read({ workspaces: {} }).found.workspaces).toEqual([]);
});

test('tools for developers are one or several', () => {
  const one = read({
    devEngines: { runtime: { name: 'node', version: '>=22' }, packageManager: { name: 'pnpm' } },
  });
  expect(one.found.devRuntimes).toEqual([{ name: 'node', version: '>=22' }]);
  expect(one.found.devManagers).toEqual([{ name: 'pnpm', version: undefined }]);
  const two = read({ devEngines: { runtime: [{ name: 'bun' }, { name: 'node', version: '22' }] } });
  expect(two.found.devRuntimes).toHaveLength(2);
});

test.each([
  [{ scripts: [] }, '/scripts: expected an object, got []'],
  [{ scripts: 'test' }, '/scripts: expected an object'],
  [{ packageManager: 7 }, '/packageManager: expected a text, got 7'],
  [{ packageManager: ' ' }, '/packageManager: expected a text'],
  [{ workspaces: [1] }, '/workspaces/0: expected a text, got 1'],
  [{ workspaces: 'a' }, '/workspaces: expected an object'],
  [{ devEngines: 'node' }, '/devEngines: expected an object'],
  [{ devEngines: { runtime: 'node' } }, '/devEngines/runtime: expected an object'],
  [
    { dependencies: Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`p${String(i)}`, '1'])) },
    'at most 1000',
  ],
])('a field of another shape is told and left out: %j', (manifest, note) => {
  const { found, notes } = read({ ...manifest, engines: { node: '22' } });
  expect(notes[0]).toContain(note);
  expect(found.engines.get('node')).toBe('22');
});

test('entries that are no text are left out alone', () => {
  const { scripts } = read({ scripts: { build: 7, test: 'vitest', lint: null } }).found;
  expect([...scripts]).toEqual([['test', 'vitest']]);
});

test('keys that JavaScript knows are keys like any others', () => {
  const text = '{"__proto__":{"scripts":{"test":"x"}},"scripts":{"__proto__":"a","constructor":"b"}}';
  const { scripts } = readManifest('package.json', text).found;
  expect([...scripts]).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
  expect(scripts.get('toString')).toBeUndefined();
});

test('a byte order mark and carriage returns do not matter', () => {
  expect(
    readManifest('package.json', '\uFEFF{\r\n"packageManager": "pnpm@9.0.0"\r\n}\r\n').found.packageManager,
  ).toBe('pnpm@9.0.0');
});

test.each(['', '[]', 'null', '"text"', '{', '{"a":1,}', '\u0000'])('%j is no manifest', (text) => {
  expect(() => readManifest('package.json', text)).toThrow(ShapeError);
});
