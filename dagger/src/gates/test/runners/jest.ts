import { withoutOptions } from '../../../project/facts/command-options.ts';
import { parseJestReport } from '../jest-report.ts';
import { reportFiles } from '../report-files.ts';
import type { TestRunner } from './runner.ts';

/** jest 29 and 30, which measures the coverage by itself. */
export const jest: TestRunner = {
  name: 'jest',
  tool: 'jest',
  calledBy: { programs: ['jest', 'jest-cli'] },
  repeatsCall: true,
  package: { name: 'jest', major: 29 },
  coverage: undefined,
  run: ({ extra, call }) => ({
    scope: 'jest',
    environment: call?.variables ?? {},
    command: [
      ...(call?.nodeOptions ?? []),
      'node_modules/jest/bin/jest.js',
      ...withoutOptions(call?.arguments ?? [], own),
      ...reporting,
      ...extra,
    ],
  }),
  breakdowns: [],
  foundNone: /No tests found, exiting with code \d/,
  complaint: /^Jest: .+$/m,
  parse: ({ json }, exitCode) => parseJestReport({ text: json ?? '', exitCode }, jest),
};

/** jest refuses some options that are given twice; watching never ends, and a run writes no snapshots. */
const own = {
  flags: [
    ...['--ci', '--json', '--coverage', '--collectCoverage', '--passWithNoTests'],
    ...['--watch', '--watchAll', '--onlyChanged', '-o', '--lastCommit', '--updateSnapshot', '-u'],
  ],
  valued: ['--outputFile', '--coverageDirectory', '--changedSince'],
  lists: ['--coverageReporters'],
};

const reporting = [
  ...['--ci', '--json', `--outputFile=${reportFiles.results}`, '--coverage'],
  ...['json-summary', 'lcov', 'text-summary'].map((format) => `--coverageReporters=${format}`),
  `--coverageDirectory=${reportFiles.coverage}`,
];
