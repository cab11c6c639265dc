import { expect, test } from 'vitest';

import { instructionsOf } from '../../../../src/project/facts/image/instructions.ts';

test('an instruction has its keyword, its text and its line', () => {
  expect(instructionsOf('# a comment\n\nfrom node:22 AS build\n  EXPOSE   3000  \n')).toEqual([
    { keyword: 'FROM', rest: 'node:22 AS build', line: 3 },
    { keyword: 'EXPOSE', rest: '3000', line: 4 },
  ]);
});

test('lines are continued over comments and empty lines', () => {
  const text = 'HEALTHCHECK --interval=1s \\\n  # why\n\n  CMD curl \\\r\n  localhost\r\nEXPOSE 1\n';
  const [check, ...others] = instructionsOf(text);
  expect(check).toMatchObject({ keyword: 'HEALTHCHECK', line: 1 });
  expect(check?.rest.split(/\s+/)).toEqual(['--interval=1s', 'CMD', 'curl', 'localhost']);
  expect(others).toEqual([{ keyword: 'EXPOSE', rest: '1', line: 6 }]);
});

test('another escape character can be named', () => {
  expect(
    instructionsOf('# escape=`\nRUN a `\n  b\nCOPY C:\\ D:\\\nEXPOSE 1').map(({ keyword }) => keyword),
  ).toEqual(['RUN', 'COPY', 'EXPOSE']);
});

test('what a here-document contains is no instruction', () => {
  const text = 'RUN <<EOF bash\nEXPOSE 1\nEOF\nCOPY <<-"A" <<B /x/\nEXPOSE 2\nA\nEXPOSE 3\nB\nEXPOSE 4\n';
  expect(instructionsOf(text).filter(({ keyword }) => keyword === 'EXPOSE')).toEqual([
    { keyword: 'EXPOSE', rest: '4', line: 9 },
  ]);
});

test.each(['', '\n\n', '# FROM node', 'RUN <<EOF\nnever ends', 'FROM', '\u0000', '\\'])(
  '%j breaks nothing',
  (text) => {
    expect(() => instructionsOf(text)).not.toThrow();
  },
);
