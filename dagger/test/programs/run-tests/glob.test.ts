import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { filesMatching } from '../../../programs/run-tests/glob.js';

const folder = mkdtempSync(join(tmpdir(), 'glob-'));
const before = process.cwd();

beforeAll(() => {
  for (const path of [
    'a.xml',
    'a+b.xml',
    'out/b.xml',
    'out/deep/c.xml',
    'out/d.json',
    'node_modules/e/f.xml',
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '');
  }
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

test.each([
  ['a.xml', ['a.xml']],
  ['a+b.xml', ['a+b.xml']],
  ['./out/b.xml', ['out/b.xml']],
  ['*.xml', ['a+b.xml', 'a.xml']],
  ['out/*.xml', ['out/b.xml']],
  ['out/**/*.xml', ['out/b.xml', 'out/deep/c.xml']],
  ['**/*.{xml,json}', ['a+b.xml', 'a.xml', 'out/b.xml', 'out/d.json', 'out/deep/c.xml']],
  ['out/?.json', ['out/d.json']],
  ['out/**', ['out/b.xml', 'out/d.json', 'out/deep/c.xml']],
  ['none/*.xml', []],
  ['../*.xml', []],
])('%s matches %j', (pattern, paths) => {
  expect(filesMatching(pattern)).toEqual(paths);
});
