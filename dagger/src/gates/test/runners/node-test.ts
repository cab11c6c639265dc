import { withoutOptions } from '../../../project/facts/command-options.ts';
import { parseNodeTest } from '../node-test-report.ts';
import { reportFiles } from '../report-files.ts';
import { measured, measuring } from './measured.ts';
import type { TestRunner } from './runner.ts';

/** node:test, by `node --test` or `tsx --test`. Node is that of the image. */
export const nodeTest: TestRunner = {
  name: 'node:test',
  tool: 'node-test',
  calledBy: { programs: ['node', 'tsx'], option: '--test' },
  repeatsCall: true,
  package: undefined,
  coverage: measuring,
  run: ({ call, measuredBy, extra }) => {
    const loader = call?.program === 'tsx' ? ['node_modules/tsx/dist/cli.mjs'] : [];
    const own = withoutOptions(call?.arguments ?? ['--test'], ownOptions);
    const options = extra.filter((word) => word.startsWith('-'));
    const files = extra.filter((word) => !word.startsWith('-'));
    // What stands behind a file is given to the tests.
    return measured({
      measuredBy,
      call,
      inner: ['node', ...loader, ...reporting, ...options, ...own, ...files],
    });
  },
  breakdowns: [],
  foundNone: /^Could not find '/m,
  parse: ({ junit }, exitCode) => parseNodeTest({ text: junit ?? '', exitCode }),
};

const reporting = [
  ...['--test-reporter=junit', `--test-reporter-destination=${reportFiles.junit}`],
  ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
];

/** c8 measures, and what watches never ends. */
const ownOptions = {
  flags: ['--watch', '--experimental-test-coverage', '--test-update-snapshots'],
  valued: [
    ...['--test-reporter', '--test-reporter-destination', '--test-coverage-include'],
    ...['--test-coverage-exclude', '--test-coverage-lines', '--test-coverage-branches'],
    '--test-coverage-functions',
  ],
};
