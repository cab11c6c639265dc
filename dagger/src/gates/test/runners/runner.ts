import type { Parsed } from '../../../tools/answer.ts';
import type { RunnerName } from '../../../project/facts/runner-table.ts';
import type { TestReports } from '../reports.ts';
import type { TestFacts } from '../results.ts';
import type { RunSettings } from '../run-settings.ts';
import type { CallSigns, OwnCall } from './own-call.ts';

/** What is asked of a run. */
export interface RunRequest {
  /** How the project's own script calls the runner; undefined where no script does. */
  readonly call: OwnCall | undefined;
  /** The package that measures the coverage, as it is installed or brought; undefined if there is none. */
  readonly measuredBy: string | undefined;
  /** Further arguments for the runner, by `test.arguments` in `pipeline.json`. */
  readonly extra: readonly string[];
  /** The words by which the project's package manager runs a script, whose name follows. */
  readonly script: readonly string[];
}

/** A package, and the lowest major version of it that the gate supports. */
export interface RunnerPackage {
  readonly name: string;
  readonly major: number;
  /** Packages that may replace it. */
  readonly instead?: readonly string[];
}

/** A package that measures the coverage. A project that has none of its kind gets it for the run. */
export interface CoveragePackage extends RunnerPackage {
  /** The version that is brought; undefined for the runner's own, which the package has to agree with. */
  readonly bring: string | undefined;
}

/** What the gate knows of a test runner: what it needs, how it is run, and how its reports are read. */
export interface TestRunner {
  /** Its name in facts and sentences. */
  readonly name: RunnerName | 'test.command';
  /** Its name in findings, which names files, too. */
  readonly tool: string;
  /** By what a script calls it, if the gate can call that in the same way. */
  readonly calledBy: CallSigns;
  /** Whether the run repeats the call of the project's own script; else the script's arguments do not count. */
  readonly repeatsCall: boolean;
  /** Its own package; undefined for a runner that is part of Node. */
  readonly package: RunnerPackage | undefined;
  /** The package that measures the coverage; undefined for a runner that measures by itself. */
  readonly coverage: CoveragePackage | undefined;
  /** The run, which calls programs by their paths in node_modules, so that a missing one never starts another. */
  readonly run: (request: RunRequest) => Omit<RunSettings, 'scopeFile' | 'resultsFile'>;
  /** Messages of a run that broke down by no fault of a test, such as an overloaded machine. */
  readonly breakdowns: readonly string[];
  /** What it prints, besides an empty report or none, if it found no test file. */
  readonly foundNone: RegExp;
  /** The line that says why a run failed in which no test did; absent where that is the last one or an error. */
  readonly complaint?: RegExp;
  /**
   * For a command of the project's own, of which only the project knows what it does: an end with a failure is red whatever
   * it printed, and this is what to do where nothing of a run can be counted.
   */
  readonly whenUncounted?: string;
  /** Reads the results. It is not ok for reports that contradict themselves or the exit code. */
  readonly parse: (reports: TestReports, exitCode: number) => Parsed<TestFacts>;
}
