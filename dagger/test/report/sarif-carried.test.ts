import { expect, test } from 'vitest';

import { withCarriedMarked } from '../../src/report/sarif-carried.ts';
import { finding } from './sample.ts';

const result = (ruleId: string, uri: string, change: object = {}): object => ({
  ruleId,
  message: { text: 'm' },
  locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 3 } } }],
  ...change,
});
const log = (...results: object[]): string =>
  JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Semgrep', rules: [] } }, results }] });
const carried = {
  tool: 'semgrep',
  findings: [finding({ tool: 'semgrep', rule: 'rules.eval', file: 'src/a b.js', line: 99 })],
  justification: 'carried',
};
const suppression = { kind: 'external', justification: 'carried' };

test('the results that a baseline carries are suppressed from outside, the others stay as they are', () => {
  const others = [result('rules.eval', 'src/c.js'), result('rules.other', 'src/a%20b.js')];
  const marked = withCarriedMarked(log(result('rules.eval', 'src/a%20b.js'), ...others), carried);
  const expected = log(result('rules.eval', 'src/a%20b.js', { suppressions: [suppression] }), ...others);
  expect(JSON.parse(marked)).toEqual(JSON.parse(expected));
});

test('a suppression that is there stays beside it', () => {
  const own = { kind: 'inSource' };
  const marked = withCarriedMarked(log(result('rules.eval', 'src/a b.js', { suppressions: [own] })), carried);
  expect(JSON.parse(marked)).toMatchObject({ runs: [{ results: [{ suppressions: [own, suppression] }] }] });
});

test.each(['{', '{}', '{"runs":{}}', log({ message: 1 })])(
  'what is no such log stays as it is: %s',
  (text) => {
    expect(withCarriedMarked(text, carried)).toBe(text);
  },
);

test('without anything carried the text is not read', () => {
  expect(withCarriedMarked('{', { ...carried, findings: [] })).toBe('{');
});
