import { expect, test } from 'vitest';

import { parseCollected } from '../../../src/gates/test/collected.ts';
import { readable, reasonOf } from '../../support/fixture.ts';

const junit = (...cases: readonly string[]): string =>
  `<testsuite name="a" tests="${String(cases.length)}">${cases.join('')}</testsuite>`;
const green = '<testcase classname="test/a.test.js" name="adds"/>';
const red = '<testcase classname="test/a.test.js" name="fails"><failure message="1 is 2"/></testcase>';
const collected = (...texts: readonly string[]): string =>
  JSON.stringify({ junit: texts.map((text, at) => ({ path: `reports/${String(at)}.xml`, text })) });

test('the tests of all files are counted, and a failed one is a finding by the name that is given', () => {
  const { facts, findings } = readable(
    parseCollected(collected(junit(green), junit(green, red)), 'test-command'),
  );
  expect(facts).toMatchObject({ tests: 3, passed: 2, failed: 1 });
  expect(findings).toMatchObject([
    { tool: 'test-command', file: 'test/a.test.js', message: 'fails: 1 is 2' },
  ]);
});

test('a file that is no JUnit is named, and no other makes up for it', () => {
  expect(reasonOf(parseCollected(collected(junit(green), '<html/>'), 'test-command'))).toMatch(
    /^reports\/1\.xml: test-command: expected <testsuites>, got <html>/,
  );
});

test('what is no answer of the program is not readable', () => {
  expect(reasonOf(parseCollected('', 'test-command'))).toMatch(/^test-command: /);
});
