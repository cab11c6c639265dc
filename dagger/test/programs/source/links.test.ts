import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

const program = new URL('../../../programs/source/links.ts', import.meta.url).pathname;

/** The links that leave a folder with such links, by path and target, and a file `a/file`. */
function leaving(links: Readonly<Record<string, string>>): unknown {
  const root = mkdtempSync(join(tmpdir(), 'links-'));
  try {
    mkdirSync(join(root, 'a'));
    writeFileSync(join(root, 'a/file'), '');
    for (const [path, target] of Object.entries(links)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync(target, join(root, path));
    }
    return JSON.parse(execFileSync(process.execPath, [program, root], { encoding: 'utf8' }));
  } finally {
    rmSync(root, { recursive: true });
  }
}

test.each([
  ['none', {}],
  ['to a file beside it', { 'a/link': 'file' }],
  ['up and down again', { 'b/link': '../a/file' }],
  ['to the top', { 'a/link': '..' }],
  ['to what is not there', { 'a/link': 'nothing/at/all' }],
  ['in a circle', { one: 'two', two: 'one' }],
  ['by another link that stays', { 'b/folder': '../a', link: 'b/folder/../a/file' }],
])('links that stay: %s', (_, links) => {
  expect(leaving(links)).toEqual([]);
});

test.each([
  ['up', { link: '../other' }],
  ['by its whole path', { 'a/link': '/etc/passwd' }],
  ['up from below', { 'a/link': '../../other' }],
  ['down and further up', { link: 'a/../../other' }],
  ['by what is not there', { link: 'nothing/../../other' }],
  ['with a tab in its name', { 'a\tb': '../other' }],
  ['with a line feed in its name', { 'a\nb': '../other' }],
])('links that leave: %s', (_, links) => {
  expect(leaving(links)).toEqual(Object.entries(links).map(([path, target]) => ({ path, target })));
});

test('a link that leaves by two links is found, though each of them stays', () => {
  const links = { 'deep/up': '..', link: 'deep/up/../other' };
  expect(leaving(links)).toEqual([{ path: 'link', target: 'deep/up/../other' }]);
});
