import { expect, test } from 'vitest';

import { biome } from '../../../../src/gates/lint/adapters/biome.ts';
import type { Evidence } from '../../../../src/verdict/evidence.ts';
import type { Decision } from '../../../../src/verdict/model.ts';

const silent: Evidence = { exitCode: 0, stdout: '', stderr: '' };
const issue = (check_name: string, severity: string, begin = 3): object => ({
  description: 'Use === instead.',
  check_name,
  fingerprint: '1',
  severity,
  location: { path: 'src/a.ts', lines: { begin } },
});
const counted = { ...silent, stdout: '\nChecked 24 files in 10ms. No fixes applied.\nFound 1 error.\n' };

function decided(
  issues: readonly object[],
  change: Partial<Evidence> = {},
  warningLimit?: number,
): Decision[] {
  const listed = {
    ...silent,
    exitCode: issues.length > 0 ? 1 : 0,
    stdout: JSON.stringify(issues),
    ...change,
  };
  return [...biome.decide([listed, counted], { scripts: [], warningLimit })];
}

test('a project without a finding is green, with the number of files', () => {
  expect(decided([])).toMatchObject([{ outcome: 'passed', reason: 'biome: 0 findings in 24 files' }]);
});

test('an error is red with file, line and rule', () => {
  expect(decided([issue('lint/suspicious/noDoubleEquals', 'critical')])).toMatchObject([
    {
      outcome: 'failed',
      findings: [
        {
          tool: 'biome',
          rule: 'lint/suspicious/noDoubleEquals',
          severity: 'HIGH',
          file: 'src/a.ts',
          line: 3,
        },
      ],
    },
  ]);
});

test('a file that is not formatted is red, and the fix is told', () => {
  expect(decided([issue('format', 'critical', 1)])[0]?.findings[0]?.fix).toBe('dagger call format -y');
});

test('a warning is told and green, and red above the limit of the project', () => {
  const warning = issue('lint/style/useConst', 'major');
  expect(decided([warning])).toMatchObject([
    {
      outcome: 'passed',
      reason: 'biome: 0 findings in 24 files, 1 warning',
      tolerated: [{ severity: 'MEDIUM' }],
    },
  ]);
  expect(decided([warning], {}, 0)).toMatchObject([{ outcome: 'failed' }]);
});

test.each<[string, Evidence, Evidence]>([
  ['it crashed', { exitCode: 101, broke: true, stdout: '', stderr: 'panicked' }, silent],
  ['it printed no report', { ...silent, exitCode: 1, stdout: 'Error' }, counted],
  [
    'a severity is unknown',
    { ...silent, exitCode: 1, stdout: JSON.stringify([issue('x', 'dire')]) },
    counted,
  ],
  [
    'it processed no file',
    { ...silent, exitCode: 1, stdout: '[]' },
    { ...silent, exitCode: 1, stderr: 'No files were processed in the specified paths.' },
  ],
])('it is unavailable if %s', (_, listed, summary) => {
  expect(biome.decide([listed, summary], { scripts: [] })).toMatchObject([
    { outcome: 'unavailable', findings: [] },
  ]);
});
