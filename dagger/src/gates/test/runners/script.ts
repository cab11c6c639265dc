import { valuesOf } from '../../../project/facts/command-options.ts';
import { type Command, commandsOf, programOf } from '../../../project/facts/commands.ts';
import type { TestRunner as FoundRunner } from '../../../project/facts/test-runners.ts';
import { plainLine } from '../../../verdict/plain-text.ts';
import { reportFiles } from '../report-files.ts';
import type { RunSettings } from '../run-settings.ts';
import { parseTap } from '../tap/report.ts';
import { measured, measuring } from './measured.ts';
import type { TestRunner } from './runner.ts';

/** What to name in pipeline.json where a run cannot be counted. */
export const nameReports =
  'name a command that writes JUnit in pipeline.json, as "test": {"command": "...", "junit": "its file", "coverage": "its lcov.info or coverage-summary.json"}';

const tool = 'test-script';

/** A project's script of tests, by which they run as they are. */
type Script = Pick<FoundRunner, 'name' | 'script' | 'version' | 'major'> & { readonly script: string };

/**
 * The project's own script, run by its package manager, for runners that gates do not know: TAP on its output is counted,
 * and c8 around it measures every Node below it. A script that measures by itself is left to do so: Node has one place to
 * write its figures to, and the inner tool wins.
 */
export function scriptRunner(
  { name, script, major }: Script,
  scripts: ReadonlyMap<string, string>,
): TestRunner {
  const own = name === 'tap' && (major ?? 18) >= 18 ? tap : measuringIn(commandsOf(scripts, script));
  return {
    name,
    tool,
    calledBy: { programs: [] },
    repeatsCall: true,
    package: undefined,
    coverage: own === undefined ? { ...measuring, instead: [] } : undefined,
    run: ({ script: run, extra, measuredBy }) => {
      const [program = '', ...words] = [...run, script, ...separated(run, extra)];
      const settings =
        own === undefined
          ? measured({ measuredBy, call: undefined, inner: [program, ...words] })
          : { environment: {}, program, command: words, ...own };
      return { ...settings, outputFile: reportFiles.output };
    },
    breakdowns: [],
    foundNone: /^(?!)/,
    whenUncounted: `scripts.${plainLine(script, 60)} of package.json printed no TAP that could be counted: ${nameReports}`,
    parse: ({ output }) => parseTap({ text: output ?? '' }, { tool }),
  };
}

/** npm keeps options of its own for itself unless two dashes come before them. */
function separated(run: readonly string[], extra: readonly string[]): readonly string[] {
  return extra.length > 0 && run.includes('npm') ? ['--', ...extra] : extra;
}

/** How a script that measures by itself is asked for its coverage. */
type OwnMeasuring = Pick<RunSettings, 'scope'> &
  Partial<Pick<RunSettings, 'environment' | 'after' | 'collects'>>;

/** tap from 18 on measures by itself, and takes each option as a variable, too (tap, "Configuration"). */
const tap: OwnMeasuring = {
  scope: 'none',
  environment: { TAP_COVERAGE_REPORT: 'json-summary\nlcov', TAP_REPORTER: 'tap' },
  collects: {
    coverage: ['.tap/report/coverage-summary.json', '.tap/report/lcov.info'],
    into: reportFiles.coverage,
  },
};

/** c8 or nyc in a script keeps what it measured, from which it can report once more. */
function measuringIn(commands: readonly Command[]): OwnMeasuring | undefined {
  const all = commands.map((words) => ({ words, tool: programOf(words, new Set(['c8', 'nyc'])) }));
  const found = all.find(({ words: [first], tool }) => tool !== undefined && first !== 'npm');
  if (found?.tool === undefined) return undefined;
  const { words } = found;
  const value = (...options: readonly string[]): string | undefined =>
    options.flatMap((option) => valuesOf(words, option))[0];
  const by = found.tool === 'nyc' ? 'nyc' : 'c8';
  const counted = ['--include', '-n', '--src', '--exclude', '-x'].flatMap((option) =>
    valuesOf(words, option).map((pattern) => `${option}=${pattern}`),
  );
  const folder = value('--reports-dir', '--report-dir', '-o') ?? 'coverage';
  const temporary = value('--temp-directory', '--temp-dir', '-t');
  return {
    // nyc reports what it measured, and cannot add the sources that no test loads.
    scope: by === 'nyc' ? 'none' : by,
    after: [
      `node_modules/${by}/bin/${by}.js`,
      ...['report', ...counted, '--reporter=json-summary', '--reporter=lcov'],
      `${by === 'nyc' ? '--report-dir' : '--reports-dir'}=${reportFiles.coverage}`,
      `${by === 'nyc' ? '--temp-dir' : '--temp-directory'}=${temporary ?? (by === 'nyc' ? '.nyc_output' : `${folder}/tmp`)}`,
    ],
  };
}
