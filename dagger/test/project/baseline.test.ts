import { expect, test } from 'vitest';

import { carriedTools } from '../../src/gates/order.ts';
import { parseBaseline } from '../../src/project/read-baseline.ts';
import { UsageError } from '../../src/verdict/usage-error.ts';

const entry = { tool: 'eslint', rule: 'no-var', file: 'a.js', count: 3 };
const content = { owner: 'platform', until: '2026-12-31', findings: [entry] };
const read = (change: object) => parseBaseline(JSON.stringify({ ...content, ...change }), carriedTools);

test('a baseline is read, with the schema that an editor wants', () => {
  const $schema = 'https://example.org/baseline.schema.json';
  expect(read({ $schema })).toEqual({ ...content, $schema });
  expect(read({ findings: [] })).toEqual({ ...content, findings: [] });
});

test('the tools of lint and of the scanners may have findings that are carried, tests never', () => {
  expect(carriedTools).toEqual(
    expect.arrayContaining(['eslint', 'prettier', 'tsc', 'hadolint', 'semgrep', 'trivy']),
  );
  expect(carriedTools).not.toEqual(expect.arrayContaining(['vitest']));
});

test.each<[object, string]>([
  [{ owner: ' ' }, '/owner: expected a text, got " "'],
  [{ until: '2026-02-30' }, '/until: expected a day as YYYY-MM-DD, got "2026-02-30"'],
  [{ findings: {} }, '/findings: expected a list, got {}'],
  [{ findings: [{ ...entry, tool: 'vitest' }] }, '/findings/0/tool: expected one of eslint, '],
  [{ findings: [{ ...entry, count: 0 }] }, '/findings/0/count: expected a whole number of 1 or more, got 0'],
  [
    { findings: [{ ...entry, count: 1.5 }] },
    '/findings/0/count: expected a whole number of 1 or more, got 1.5',
  ],
  [
    { findings: [{ ...entry, line: 3 }] },
    '/findings/0/line: expected one of tool, rule, file, count, got another key',
  ],
  [
    { findings: [entry, { ...entry, count: 1 }] },
    '/findings/1: expected one entry for each tool, rule and file, got',
  ],
  [{ reason: 'legacy' }, '/reason: expected one of $schema, owner, until, findings, got another key'],
])('%j is refused, with the place', (change, message) => {
  expect(() => read(change)).toThrow(UsageError);
  expect(() => read(change)).toThrow(`pipeline.baseline.json: ${message}`);
});

test('what is no JSON is refused by the name of the file', () => {
  expect(() => parseBaseline('{', carriedTools)).toThrow('pipeline.baseline.json: expected JSON, got');
});
