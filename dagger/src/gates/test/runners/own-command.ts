import type { TestSettings } from '../../../project/settings/test.ts';
import { plainLine } from '../../../verdict/plain-text.ts';
import { parseCollected } from '../collected.ts';
import { reportFiles } from '../report-files.ts';
import { parseTap } from '../tap/report.ts';
import type { TestRunner } from './runner.ts';

const tool = 'test-command';

/**
 * The command that `test.command` in pipeline.json names, in place of a runner. Programs of the packages are on its PATH, as
 * for npm's scripts. Its JUnit counts the tests; without one, TAP on its output does.
 */
export function ownCommand({
  command,
  junit,
  coverage,
}: Pick<TestSettings, 'junit' | 'coverage'> & { readonly command: string }): TestRunner {
  const line = plainLine(command, 80);
  const whenUncounted =
    junit === undefined
      ? `test.command (${line}) printed no TAP that could be counted: name the JUnit file that it writes as test.junit in pipeline.json`
      : `test.command (${line}) left no file ${plainLine(junit, 120)}: expected JUnit there, as test.junit in pipeline.json says`;
  return {
    name: 'test.command',
    tool,
    calledBy: { programs: [] },
    repeatsCall: false,
    package: undefined,
    coverage: undefined,
    run: ({ extra }) => ({
      scope: 'none',
      environment: {},
      program: 'sh',
      command: [
        '-c',
        `PATH="$PWD/node_modules/.bin:$PATH"; ${command}${extra.length > 0 ? ' "$@"' : ''}`,
        'sh',
        ...extra,
      ],
      outputFile: reportFiles.output,
      collects: {
        ...(junit === undefined ? {} : { junit }),
        coverage: coverage === undefined ? [] : [coverage],
        into: reportFiles.coverage,
      },
    }),
    breakdowns: [],
    foundNone: /^(?!)/,
    whenUncounted,
    parse: ({ json, output }) => {
      if (junit === undefined) return parseTap({ text: output ?? '' }, { tool });
      return json === undefined ? { ok: false, reason: whenUncounted } : parseCollected(json, tool);
    },
  };
}
