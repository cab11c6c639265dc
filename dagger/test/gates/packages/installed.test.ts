import { expect, test } from 'vitest';

import { foundWords, notInstalled, readInstalled } from '../../../src/gates/packages/installed.ts';

const needed = { name: 'prettier', major: 3, without: 'leave it out' };
const there = (versions: Readonly<Record<string, string>>): Parameters<typeof notInstalled>[0] => ({
  versions,
  add: 'npm install --save-dev',
});

test('what the program prints is read, and nothing else', () => {
  const installed = {
    versions: { prettier: '3.6.2', '@scope/a': '1.0.0' },
    places: { vite: '../../node_modules' },
    scripted: ['sharp'],
    compiler: null,
  };
  expect(readInstalled(JSON.stringify(installed))).toEqual(installed);
  expect(readInstalled(JSON.stringify({ ...installed, compiler: 'ab12' })).compiler).toBe('ab12');
  for (const text of ['', '{}', '{"versions":{},"places":{},"scripted":[],"compiler":""}']) {
    expect(() => readInstalled(text)).toThrow();
  }
});

test('a tool that is there is not told of', () => {
  expect(notInstalled(there({ prettier: '3.0.0' }), needed)).toBeUndefined();
  expect(notInstalled(there({ other: '3.0.0' }), { ...needed, instead: ['other'] })).toBeUndefined();
});

test('a tool that is missing or too old is told with the line to type', () => {
  expect(notInstalled(there({}), needed)).toBe(
    'prettier is not installed: npm install --save-dev prettier, or leave it out',
  );
  expect(notInstalled({ versions: {}, add: 'pnpm add --save-dev' }, needed)).toBe(
    'prettier is not installed: pnpm add --save-dev prettier, or leave it out',
  );
  expect(notInstalled(there({ jest: '30.2.0' }), { ...needed, name: 'vitest' }, ['mocha', 'jest'])).toBe(
    'vitest is not installed (there is jest): npm install --save-dev vitest, or leave it out',
  );
  expect(notInstalled(there({ prettier: '2.8.8' }), needed)).toBe(
    'prettier 2.8.8 is too old for this gate, 3 is the lowest: npm install --save-dev prettier@latest, or leave it out',
  );
});

test('a program of a folder above is called there, and no other word is touched', () => {
  const places = { vitest: '../../node_modules', '@biomejs/biome': '../node_modules' };
  expect(
    foundWords(
      [
        'node',
        'node_modules/vitest/vitest.mjs',
        'node_modules/@biomejs/biome/bin/biome',
        'node_modules/own/x.js',
      ],
      { places },
    ),
  ).toEqual([
    'node',
    '../../node_modules/vitest/vitest.mjs',
    '../node_modules/@biomejs/biome/bin/biome',
    'node_modules/own/x.js',
  ]);
  expect(foundWords(['--x=node_modules/vitest/a', 'node_modules/__proto__/a'], { places })).toEqual([
    '--x=node_modules/vitest/a',
    'node_modules/__proto__/a',
  ]);
});
