import { describe, expect, test } from 'vitest';

import { parseTap } from '../../../../src/gates/test/tap/report.ts';
import type { TestCase } from '../../../../src/gates/test/results.ts';
import { fixture, readable, reasonOf } from '../../../support/fixture.ts';

const parse = (text: string): ReturnType<typeof parseTap> => parseTap({ text }, { tool: 'tap' });
const cases = (text: string): TestCase[] =>
  readable(parse(text)).facts.suites.flatMap(({ cases: tests }) => tests);
const told = (text: string): string[] => cases(text).map(({ name, outcome }) => `${outcome}: ${name}`);

test.each([
  [
    'tape.tap',
    [
      'failed: greets by name > greets B',
      'passed: greets by name > should be strictly equal',
      'passed: inner > fine',
      'skipped: nobody > should be strictly equal',
      'skipped: skips > one',
    ],
  ],
  [
    'ava.tap',
    [
      'failed: greets B',
      'failed: throws',
      'passed: greets by name',
      'passed: known',
      'skipped: later',
      'skipped: write me',
    ],
  ],
  [
    'tap-16.tap',
    [
      'failed: test/a.test.js > greets by name > greets B',
      'passed: test/a.test.js > greets by name > should be equal',
      'passed: test/a.test.js > top',
      'passed: test/b.test.js > expect truthy value',
      'skipped: test/a.test.js > later',
      'skipped: test/a.test.js > to do',
    ],
  ],
  [
    'tap-21.tap',
    [
      'failed: test/a.test.js > greets by name > greets B',
      'passed: test/a.test.js > greets by name > should be equal',
      'passed: test/a.test.js > top',
      'passed: test/b.test.js > should be equal',
      'skipped: test/a.test.js > later',
      'skipped: test/a.test.js > to do',
    ],
  ],
  [
    'node-test.tap',
    [
      'failed: greet > fails',
      'passed: async > inner',
      'passed: greet > by name',
      'skipped: greet > later',
      'skipped: greet > to do',
    ],
  ],
])('the results in %s are counted with their names, a file or suite above them is not', (name, expected) => {
  expect(told(fixture(name)).sort()).toEqual(expected);
});

test.each([
  ['tape.tap', 'test/a.test.js', 3],
  ['ava.tap', 'test/a.test.js', 4],
  ['tap-16.tap', 'test/a.test.js', 5],
  ['tap-21.tap', 'test/a.test.js', 5],
  ['node-test.tap', 'test/a.test.js', 2],
])('a failed test in %s is a finding with its file and line', (name, file, line) => {
  const [first] = readable(parse(fixture(name))).findings;
  expect(first).toMatchObject({ tool: 'tap', rule: 'test-failed', severity: 'HIGH', file, line });
  expect(first?.message).not.toMatch(/node:internal|node_modules/);
});

test('what a program prints among the results is left out', () => {
  const text =
    'ok, starting\n> x@1.0.0 test\n> tape\n\nTAP version 13\nok 1 one\nnot ok with that\n1..1\nok\n';
  expect(told(text)).toEqual(['passed: one']);
});

test('several programs of a script have a document each, with and without a first line', () => {
  const one = 'ok 1 - a\nok 2 - b\n1..2\n';
  expect(told(`TAP version 13\n${one}TAP version 13\n${one}`)).toHaveLength(4);
  expect(told(`${one}${one}`)).toHaveLength(4);
});

describe('what a document promises', () => {
  test.each([
    [
      'more results',
      'TAP version 13\n1..3\nok 1 - a\nok 2 - b\n',
      'plan: 1..3 promises 3 tests, and there are 2',
    ],
    [
      'fewer results',
      'TAP version 13\n1..1\nok 1 - a\nok 2 - b\n',
      'plan: 1..1 promises 1 test, and there are 2',
    ],
    ['a bail out', 'TAP version 13\n1..2\nok 1 - a\nBail out! no database\n', 'Bail out!: no database'],
    ['a bail out without a reason', 'TAP version 13\nBail out!\n', 'Bail out!: without a reason'],
  ])('%s is red, and said', (_, text, message) => {
    expect(readable(parse(text)).findings).toMatchObject([{ rule: 'test-failed', message }]);
  });

  test('without a plan tests may be missing, so that it is not readable unless one failed', () => {
    expect(reasonOf(parse('TAP version 13\nok 1 - a\n'))).toMatch(/ends before its plan/);
    expect(readable(parse('TAP version 13\nok 1 - a\nnot ok 2 - b\n')).facts).toMatchObject({ failed: 1 });
  });

  test('results of a subtest that did not end are counted', () => {
    expect(told('TAP version 14\n1..1\n# Subtest: a\n    not ok 1 - b\n')).toContain('failed: b');
  });
});

test('a result above others counts if it failed though none of them did', () => {
  const text =
    'TAP version 14\n# Subtest: a\n    ok 1 - b\n    1..1\nnot ok 1 - a\n  ---\n  error: late\n  ...\n1..1\n';
  expect(told(text)).toEqual(['passed: a > b', 'failed: a']);
});

test('subtests in braces belong to the result before them', () => {
  const text = 'TAP version 14\nok 1 - a # time=3ms {\n    ok 1 - b\n    1..1\n}\nok 2 - c\n1..2\n';
  expect(told(text)).toEqual(['passed: a > b', 'passed: c']);
});

test('a file without a test counts as no test, and nor does a plan of none', () => {
  expect(told('TAP version 13\nok 1 - test/empty.test.js\n1..1\n')).toEqual([]);
  expect(told('TAP version 13\n1..0 # SKIP no tests\n')).toEqual([]);
  expect(told('nothing at all\n')).toEqual([]);
});

test('directives are read whatever their case, and a # in a name is a part of it', () => {
  const text =
    '1..4\nok 1 - a # skip\nnot ok 2 - b # ToDo later\nok 3 - issue \\#3\nok 4 - c # skipped tests\n';
  expect(told(text)).toEqual(['skipped: a', 'skipped: b', 'passed: issue #3', 'passed: c # skipped tests']);
});

test('text of a test is plain, bounded and no terminal obeys it', () => {
  const text = `1..1\nnot ok 1 - \u001b[31m${'x'.repeat(9000)}\n  ---\n  a: \u001b]0;title\u0007b\n  ...\n`;
  const [first] = readable(parse(text)).findings;
  expect(first?.message).not.toContain('\u001b');
  expect(first?.message.length).toBeLessThan(5000);
});

test('a deep or broken output takes no long time', () => {
  const deep = Array.from(
    { length: 20_000 },
    (_, at) => `${' '.repeat((at % 400) * 4)}ok ${String(at + 1)} - x`,
  );
  expect(parse([...deep, '1..1', '  ---'].join('\n')).ok).toBe(true);
});
