import { expect, test } from 'vitest';

import {
  compilerKey,
  lockedVersions,
  notInstalled,
  withInstallScripts,
} from '../../../src/gates/packages/installed.ts';

const integrity = `sha512-${'a'.repeat(86)}==`;
const lockfile = (packages: Readonly<Record<string, object>>, root: object = {}): string =>
  JSON.stringify({ lockfileVersion: 3, packages: { '': root, ...packages } });

const needed = { name: 'prettier', major: 3, without: 'leave it out' };

test('the versions of the top folder count', () => {
  const text = lockfile({
    'node_modules/prettier': { version: '3.6.2' },
    'node_modules/@scope/a': { version: '1.0.0' },
    'node_modules/b/node_modules/typescript': { version: '4.0.0' },
  });
  expect([...lockedVersions(text)]).toEqual([
    ['prettier', '3.6.2'],
    ['@scope/a', '1.0.0'],
  ]);
  expect([...lockedVersions('no lockfile')]).toEqual([]);
});

test('a tool that is there is not told of', () => {
  expect(notInstalled(new Map([['prettier', '3.0.0']]), needed)).toBeUndefined();
  expect(notInstalled(new Map([['other', '3.0.0']]), { ...needed, instead: ['other'] })).toBeUndefined();
});

test('a tool that is missing or too old is told with the line to type', () => {
  expect(notInstalled(new Map(), needed)).toBe(
    'prettier is not installed: npm install --save-dev prettier, or leave it out',
  );
  expect(notInstalled(new Map([['jest', '30.2.0']]), { ...needed, name: 'vitest' }, ['mocha', 'jest'])).toBe(
    'vitest is not installed (there is jest): npm install --save-dev vitest, or leave it out',
  );
  expect(notInstalled(new Map([['prettier', '2.8.8']]), needed)).toBe(
    'prettier 2.8.8 is too old for this gate, 3 is the lowest: npm install --save-dev prettier@latest, or leave it out',
  );
});

test('the compiler has a cache of its own only where a registry vouches for it', () => {
  const key = compilerKey(lockfile({ 'node_modules/typescript': { version: '5.9.3', integrity } }));
  expect(key).toBe(`${'a'.repeat(86)}--`);
  for (const entry of [
    {},
    { integrity: 'sha1-abc' },
    { integrity, resolved: 'file:vendor/typescript.tgz' },
    { link: true, resolved: 'vendor/typescript' },
  ]) {
    expect(
      compilerKey(lockfile({ 'node_modules/typescript': { version: '5.9.3', ...entry } })),
    ).toBeUndefined();
  }
});

test('what has an install script is named once, the project among it', () => {
  const scripted = { version: '1.0.0', hasInstallScript: true };
  const packages = { 'node_modules/a': scripted, 'node_modules/b/node_modules/a': scripted };
  expect(withInstallScripts(lockfile(packages, { hasInstallScript: true }))).toEqual(['this project', 'a']);
  expect(withInstallScripts('no lockfile')).toEqual([]);
});
