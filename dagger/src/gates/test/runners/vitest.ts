import { reportFiles } from '../report-files.ts';
import { parseVitest } from '../reports.ts';
import type { TestRunner } from './runner.ts';

/** vitest 1 to 5. Its coverage comes from a package of its own. */
export const vitest: TestRunner = {
  name: 'vitest',
  tool: 'vitest',
  calledBy: { programs: ['vitest'] },
  repeatsCall: false,
  package: { name: 'vitest', major: 1 },
  coverage: {
    name: '@vitest/coverage-v8',
    major: 1,
    instead: ['@vitest/coverage-istanbul'],
    // It refuses vitest at any other version.
    bring: undefined,
  },
  run: ({ extra }) => ({
    scope: 'vitest',
    environment: {},
    command: ['node_modules/vitest/vitest.mjs', 'run', ...reporting, ...extra],
  }),
  // One of its own processes could not start or answer: an overloaded machine, not a fault of a test.
  breakdowns: ['Timeout starting forks runner', 'Timeout starting threads runner', '[vitest-pool]: Timeout'],
  foundNone: /No test files found/,
  parse: parseVitest,
};

const reporting = [
  ...['--reporter=default', '--reporter=junit', `--outputFile.junit=${reportFiles.junit}`],
  ...['--reporter=json', `--outputFile.json=${reportFiles.results}`],
  ...[
    '--coverage.enabled',
    '--coverage.reportOnFailure',
    `--coverage.reportsDirectory=${reportFiles.coverage}`,
  ],
  ...['--coverage.clean=false', '--coverage.reporter=json-summary', '--coverage.reporter=lcov'],
];
