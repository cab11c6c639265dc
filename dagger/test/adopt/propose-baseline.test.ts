import { expect, test } from 'vitest';

import { firstBaseline } from '../../src/adopt/propose-baseline.ts';
import { jsonText } from '../../src/adopt/proposed-file.ts';
import { carriedTools, carriedToolsOf, rowsInUse } from '../../src/gates/order.ts';
import { parseBaseline } from '../../src/project/read-baseline.ts';
import { carry } from '../../src/verdict/baseline.ts';
import type { Finding } from '../../src/verdict/finding.ts';
import type { GateResult } from '../../src/verdict/model.ts';
import { factsWith, finding, gate, red } from './sample.ts';

const answerable = { owner: 'Ada', until: '2027-02-28' };
const baselineOf = (...gates: GateResult[]) => firstBaseline(factsWith({ gates }), answerable);

test('red findings are counted by tool, rule and file, sorted by file', () => {
  const lint = red(
    'lint',
    finding(),
    finding({ line: 9 }),
    finding({ file: 'a.js', tool: 'prettier', rule: 'format' }),
    finding({ file: 'a.js' }),
  );
  expect(baselineOf(lint)).toEqual({
    ...answerable,
    findings: [
      { tool: 'eslint', rule: 'no-var', file: 'a.js', count: 1 },
      { tool: 'prettier', rule: 'format', file: 'a.js', count: 1 },
      { tool: 'eslint', rule: 'no-var', file: 'b.js', count: 2 },
    ],
  });
});

test('what no baseline carries is not in it', () => {
  expect(
    baselineOf(
      red('test', finding({ tool: 'vitest', rule: 'test-failed' })),
      red('lint', finding({ rule: 'syntax' })),
      red('audit', finding({ tool: 'npm-audit', rule: 'GHSA-1', severity: 'CRITICAL' })),
      gate({ gate: 'semgrep', tolerated: [finding({ tool: 'semgrep' })] }),
    ),
  ).toBeUndefined();
});

test('a finding without a file has an empty one', () => {
  const nowhere: Finding = { tool: 'npm-audit', rule: 'GHSA-1', severity: 'HIGH', message: 'm' };
  expect(baselineOf(red('audit', nowhere))?.findings).toEqual([
    { tool: 'npm-audit', rule: 'GHSA-1', file: '', count: 1 },
  ]);
});

test('read back, it carries what it was made from', () => {
  const names = ['__proto__', 'constructor', 'a b.js', 'ü.js'];
  const lint = red('lint', ...names.map((file) => finding({ file })));
  const baseline = parseBaseline(jsonText(baselineOf(lint) ?? {}), carriedTools);
  const tools = rowsInUse(['lint']).flatMap(carriedToolsOf);
  expect(carry(lint, { baseline, tools, isScanner: false, today: '2027-02-28' })).toMatchObject({
    outcome: 'passed',
    carried: lint.findings,
  });
});
