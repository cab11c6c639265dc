import { expect, test } from 'vitest';

import { parseCoverage } from '../../../src/gates/test/coverage.ts';
import { readable, reasonOf } from '../../support/fixture.ts';

const file = (name: string, lines: readonly string[]): string =>
  ['TN:', `SF:${name}`, ...lines, 'end_of_record', ''].join('\n');
const parse = (text: string): ReturnType<typeof parseCoverage> => parseCoverage({ text });

test('lines, branches and functions are those of all files together', () => {
  const text =
    file('/src/src/a.ts', [
      'FN:1,one',
      'FNDA:2,one',
      'FNF:1',
      'DA:1,2',
      'DA:2,0',
      'BRDA:1,0,0,1',
      'LF:2',
      'LH:1',
    ]) + file('src/b.ts', ['FNDA:0,two', 'DA:1,1', 'DA:3,4,checksum', 'BRDA:1,0,0,-', 'BRDA:1,0,1,0']);
  expect(readable(parse(text)).facts).toMatchObject({
    coverage: { lines: 75, branches: 33.33, functions: 50, statements: 75 },
    files: 2,
  });
});

test('a file with several records counts once, and a line that one of them ran has run', () => {
  const text = file('a.ts', ['DA:1,0', 'DA:2,0']) + file('a.ts', ['DA:1,3', 'DA:2,0']);
  expect(readable(parse(text)).facts).toMatchObject({ files: 1, coverage: { lines: 50 } });
});

test('per cents are never rounded up to a limit', () => {
  const lines = Array.from({ length: 10_001 }, (_, at) => `DA:${String(at + 1)},${at === 0 ? '0' : '1'}`);
  expect(readable(parse(file('a.ts', lines))).facts.coverage.lines).toBe(99.99);
});

test.each([
  ['a record that does not end', 'SF:a.ts\nDA:1,1\n', /no end_of_record/],
  ['no line', file('a.ts', []), /no file was measured/],
  ['a malformed line', file('a.ts', ['DA:one,1']), /no line of lcov: "one,1"/],
  ['a name without a count', file('a.ts', ['FNDA:x']), /no line of lcov/],
])('%s is not readable', (_, text, reason) => {
  expect(reasonOf(parse(text))).toMatch(reason);
});

test('a file by a name of the language is a file like any other', () => {
  expect(readable(parse(file('__proto__', ['DA:1,1']))).facts.files).toBe(1);
});
