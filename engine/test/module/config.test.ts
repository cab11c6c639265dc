import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readModuleConfig } from '../../src/module/config.ts';
import { temporaryFolder } from '../support/temporary.ts';

const good = { name: 'x', engineVersion: 'v0.21.8', sdk: { source: 'typescript' }, source: 'dagger' };

/** A repository with a project in `sub`, whose dagger.json has the given text. */
function project(root: string, dagger: string): string {
  mkdirSync(join(root, '.git'));
  mkdirSync(join(root, 'sub', 'dagger', 'src', 'deep'), { recursive: true });
  writeFileSync(join(root, 'sub', 'dagger.json'), dagger);
  return join(root, 'sub', 'dagger', 'src', 'deep');
}

test('dagger.json is found upwards, and the repository above it is the context', () => {
  using folder = temporaryFolder();
  const deep = project(folder.path, JSON.stringify(good));
  expect(readModuleConfig(deep)).toEqual({
    name: 'x',
    root: join(folder.path, 'sub'),
    source: join(folder.path, 'sub', 'dagger'),
    context: folder.path,
  });
});

test.each([
  ['another SDK', { ...good, sdk: { source: 'go' } }, 'sdk is go, but only typescript'],
  ['an SDK as text', { ...good, sdk: 'python' }, 'sdk is python'],
  ['another version', { ...good, engineVersion: 'v0.20.0' }, 'engineVersion is v0.20.0, expected v0.21.8'],
  ['no version', { ...good, engineVersion: undefined }, 'engineVersion'],
  ['no name', { ...good, name: '' }, 'name'],
  ['no code', { ...good, source: 'elsewhere' }, 'source is elsewhere'],
])('%s is refused by name', (_, dagger, message) => {
  using folder = temporaryFolder();
  const deep = project(folder.path, JSON.stringify(dagger));
  expect(() => readModuleConfig(deep)).toThrow(message);
});

test('a dagger.json that is no JSON is refused', () => {
  using folder = temporaryFolder();
  const deep = project(folder.path, '{');
  expect(() => readModuleConfig(deep)).toThrow('cannot be read');
});

test('a folder without dagger.json is refused', () => {
  using folder = temporaryFolder();
  expect(() => readModuleConfig(folder.path)).toThrow(`no dagger.json in ${folder.path}`);
});
