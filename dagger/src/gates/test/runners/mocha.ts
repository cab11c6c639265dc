import { withoutOptions } from '../../../project/facts/command-options.ts';
import { parseMocha } from '../mocha-report.ts';
import { reportFiles } from '../report-files.ts';
import { measured, measuring } from './measured.ts';
import type { TestRunner } from './runner.ts';

/** mocha from version 10 on, whose reporter for JSON writes a file. */
export const mocha: TestRunner = {
  name: 'mocha',
  tool: 'mocha',
  calledBy: { programs: ['mocha', '_mocha'] },
  repeatsCall: true,
  package: { name: 'mocha', major: 10 },
  coverage: measuring,
  run: ({ call, measuredBy, extra }) => {
    const own = withoutOptions(call?.arguments ?? [], ownOptions);
    const program = [...(call?.nodeOptions ?? []), 'node_modules/mocha/bin/mocha.js'];
    const inner = ['node', ...program, ...own, ...reporting, ...extra];
    return { ...measured({ measuredBy, call, inner }), countsFailures: true };
  },
  breakdowns: [],
  foundNone: /Error: No test files found/,
  parse: ({ json }, exitCode) => parseMocha({ text: json ?? '', exitCode }),
};

const reporting = ['--reporter=json', `--reporter-option=output=${reportFiles.results}`];

/** mocha has one reporter, and what watches never ends. */
const ownOptions = {
  flags: ['--watch', '-w'],
  valued: ['--reporter', '-R', '--reporter-option', '--reporter-options', '-O'],
};
