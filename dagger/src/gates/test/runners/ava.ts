import { withoutOptions } from '../../../project/facts/command-options.ts';
import { reportFiles } from '../report-files.ts';
import { parseTap } from '../tap/report.ts';
import { measured, measuring } from './measured.ts';
import type { TestRunner } from './runner.ts';

/** ava from version 4 on, whose results are TAP on its output (ava, "TAP reporter"). */
export const ava: TestRunner = {
  name: 'ava',
  tool: 'ava',
  calledBy: { programs: ['ava'] },
  repeatsCall: true,
  package: { name: 'ava', major: 4 },
  coverage: measuring,
  run: ({ call, measuredBy, extra }) => {
    const own = withoutOptions(call?.arguments ?? [], ownOptions);
    const program = [...(call?.nodeOptions ?? []), 'node_modules/ava/entrypoints/cli.mjs'];
    const inner = ['node', ...program, '--tap', ...extra, ...own];
    return { ...measured({ measuredBy, call, inner }), outputFile: reportFiles.output };
  },
  breakdowns: [],
  foundNone: /Couldn.t find any (?:matching )?(?:tests|files to test)|No tests found/,
  parse: ({ output }) => parseTap({ text: output ?? '' }, { tool: 'ava' }),
};

/** What watches never ends, a run writes no snapshots, and the results are wanted as TAP. */
const ownOptions = {
  flags: ['--watch', '-w', '--update-snapshots', '-u', '--tap', '-t', '--verbose', '-v'],
  valued: [],
};
