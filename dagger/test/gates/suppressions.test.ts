import { expect, test } from 'vitest';

import type { Decision } from '../../src/verdict/model.ts';
import {
  boundSuppressions,
  parseSuppressions,
  suppressionsOf,
  withSuppressed,
} from '../../src/gates/suppressions.ts';

const passed: Decision = { outcome: 'passed', reason: 'nothing found', findings: [] };
const listed = JSON.stringify([
  { tool: 'tsc', rule: 'ts-ignore', file: 'a.ts', line: 3, text: '// @ts-ignore because' },
  { tool: 'semgrep', rule: 'nosemgrep', file: 'b.ts', line: 1, text: 'eval(x) // nosemgrep' },
  { tool: 'trivy', rule: 'ignore-file', file: '.trivyignore', text: '.trivyignore' },
]);

test('each is told with its place, and of scanners that it has no effect', () => {
  expect(parseSuppressions(listed)).toMatchObject([
    { tool: 'tsc', file: 'a.ts', line: 3, message: '// @ts-ignore because' },
    { tool: 'semgrep', message: 'eval(x) // nosemgrep (not in effect: make an exception in pipeline.json)' },
    { tool: 'trivy', file: '.trivyignore', message: expect.stringContaining('not in effect') as string },
  ]);
  expect(suppressionsOf(parseSuppressions(listed), ['trivy'])).toHaveLength(1);
  expect(() => parseSuppressions('')).toThrow();
});

test('a decision is the same beside them, and has none where there are none', () => {
  expect(withSuppressed(passed, [])).toBe(passed);
  const decision = withSuppressed(
    withSuppressed(passed, parseSuppressions(listed)),
    parseSuppressions(listed),
  );
  expect([decision.outcome, decision.suppressed?.length]).toEqual(['passed', 6]);
});

test.each([
  [undefined, 'passed'],
  [3, 'passed'],
  [2, 'failed'],
  [0, 'failed'],
] as const)('three of them where %s are allowed: %s', (most, outcome) => {
  const decision = boundSuppressions(withSuppressed(passed, parseSuppressions(listed)), most);
  expect(decision.outcome).toBe(outcome);
  if (outcome === 'failed') {
    expect(decision.reason).toBe(`3 suppressions in the source, ${String(most)} allowed; nothing found`);
    expect(decision.findings.map(({ rule }) => rule)).toEqual(['suppressions']);
  }
});
