import { describe, expect, test } from 'vitest';

import { yamlList, yamlText } from '../../../src/project/facts/yaml-lines.ts';

describe('a text', () => {
  test.each([
    ["lockfileVersion: '9.0'\n", '9.0'],
    ['lockfileVersion: 5.4\r\n\r\nother: 1\r\n', '5.4'],
    ['\uFEFFlockfileVersion: "6.0" # why\n', '6.0'],
    ['a: 1\nlockfileVersion: 6.1 # why', '6.1'],
  ])('%j', (text, version) => {
    expect(yamlText(text, 'lockfileVersion')).toBe(version);
  });

  test.each([
    '',
    'other: 1',
    ' lockfileVersion: 9',
    'lockfileVersion:',
    'lockfileVersion: &a 9',
    'lockfileVersion: [9]',
    'lockfileVersion: |\n  9',
    'lockfileVersion: "9\\t"',
  ])('%j has none that is understood', (text) => {
    expect(yamlText(text, 'lockfileVersion')).toBeUndefined();
  });

  test('a key below another one is found there alone', () => {
    const text = '# head\n\n__metadata:\n  version: 8\n  cacheKey: 10\n\n"a@npm:1":\n  version: 2\n';
    expect(yamlText(text, 'version', '__metadata')).toBe('8');
    expect(yamlText('a:\n  b: 1\nc:\n  version: 2\n', 'version', 'a')).toBeUndefined();
  });
});

describe('a list', () => {
  test.each([
    ['packages:\n  - \'apps/*\'\n  - "libs/*"\n  - tools # why\n', ['apps/*', 'libs/*', 'tools']],
    ['packages:\n- a\n- b\ncatalog:\n  c: 1\n', ['a', 'b']],
    ['packages:\n\n  # why\n  - a\n\n  - b\n', ['a', 'b']],
    ['packages: [\'a\', "b", c,]\n', ['a', 'b', 'c']],
    ['packages: []', []],
    ["packages:\r\n  - '!**/test/**'\r\n", ['!**/test/**']],
    ['catalog:\n  a: 1\n', []],
    ['', []],
  ])('%j', (text, list) => {
    expect(yamlList(text, 'packages')).toEqual(list);
  });

  test.each([
    'packages: a',
    'packages: [a,\n  b]',
    'packages: ["{a,b}/*"]',
    'packages:\n  - &x a\n  - *x\n',
    'packages:\n  a: 1\n',
    'packages: *all',
  ])('%j is not understood', (text) => {
    expect(yamlList(text, 'packages')).toBeUndefined();
  });
});
