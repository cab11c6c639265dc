import { describe, expect, test } from 'vitest';
import { severities } from '../../src/verdict/finding.ts';
import { endedWith, position, relativePath } from '../../src/tools/answer.ts';
import { JsonCursor } from '../../src/verdict/json.ts';
import { lineNumbers } from '../../src/tools/line-numbers.ts';
import { severityAt, severityOfScore, severityTables } from '../../src/tools/severity.ts';

test.each([
  ['/src/a/b.ts', '/src', 'a/b.ts'],
  ['/src/a.ts', '/src/', 'a.ts'],
  ['file:///src/a.ts', '/src', 'a.ts'],
  ['./a.ts', '/src', 'a.ts'],
  ['a.ts', '/src', 'a.ts'],
  ['/srcs/a.ts', '/src', '/srcs/a.ts'],
  ['/etc/passwd', '/src', '/etc/passwd'],
  ['/place/a.ts', '/place', 'a.ts'],
  ['/src', '/src', '/src'],
])('%s below %s is %s', (file, root, path) => {
  expect(relativePath(file, root)).toBe(path);
});

test.each([
  [1, 1, { line: 1, column: 1 }],
  [7, undefined, { line: 7 }],
  [7, 0, { line: 7 }],
  [0, 3, {}],
  [undefined, 3, {}],
  [Number.NaN, 1, {}],
  [1.5, 1, {}],
  [-1, 1, {}],
  [Number.MAX_VALUE, 1, {}],
])('line %s and column %s are told as %j', (line, column, place) => {
  expect(position(line, column)).toEqual(place);
});

test.each([
  [2, 'ended with code 2'],
  [124, 'ran out of time'],
  [128, 'ended with code 128'],
  [137, 'was killed (out of memory or time)'],
  [143, 'was ended by SIGTERM'],
  [254, 'ended with code 254'],
])('code %i: %s', (exitCode, words) => {
  expect(endedWith(exitCode)).toBe(words);
});

describe('severity', () => {
  test('every table maps to the one scale', () => {
    for (const table of Object.values(severityTables)) {
      for (const severity of Object.values(table)) expect(severities).toContain(severity);
    }
  });

  test.each([
    ['semgrep', 'ERROR', 'HIGH'],
    ['npm-audit', 'moderate', 'MEDIUM'],
    ['npm-audit', 'info', 'LOW'],
    ['trivy', 'UNKNOWN', 'MEDIUM'],
    ['eslint', 2, 'HIGH'],
  ] as const)('%s: %s is %s', (tool, word, severity) => {
    expect(severityAt(tool, new JsonCursor(word))).toBe(severity);
  });

  test.each([
    ['semgrep', 'error'],
    ['trivy', 'constructor'],
    ['trivy', '__proto__'],
    ['eslint', 0],
    ['npm-audit', null],
  ] as const)('%s: %s is refused', (tool, word) => {
    expect(() => severityAt(tool, new JsonCursor(word))).toThrow(/expected/);
  });

  test('a score at the edge of a band belongs to the higher one', () => {
    expect([10, 9, 8.99, 7, 6.99, 4, 3.99, 0].map(severityOfScore)).toEqual([
      'CRITICAL',
      'CRITICAL',
      'HIGH',
      'HIGH',
      'MEDIUM',
      'MEDIUM',
      'LOW',
      'LOW',
    ]);
  });
});

describe('line numbers', () => {
  test('are those of the keys that open an object, the first of each', () => {
    const text = JSON.stringify({ a: { b: {} }, 'c"d': { e: 1 }, f: { a: { x: 1 } } }, null, 2);
    expect([...lineNumbers(text)]).toEqual([
      ['a', 2],
      ['b', 3],
      ['c"d', 5],
      ['f', 8],
    ]);
  });

  test('are none in a file on one line', () => {
    expect(lineNumbers('{"a":{"b":1}}').size).toBe(0);
  });
});
