/** Settings of the program `dagger/programs/run-tests/run-tests.js`. */
export interface RunSettings {
  /** The tool that is told which files count for the coverage. */
  readonly scope: 'vitest' | 'jest' | 'c8' | 'nyc';
  /** Whether the exit code is the number of failures: 1 stands for it if there are results. Default false. */
  readonly countsFailures?: boolean;
  /** Variables of the run, beside those of the container. */
  readonly environment: Readonly<Record<string, string>>;
  /** What Node runs: the path of a program, and its arguments. */
  readonly command: readonly string[];
  /** The command that this one runs; behind what tells it the files for the coverage. Default none. */
  readonly inner?: readonly string[];
  /** The file for the scope of the coverage. */
  readonly scopeFile: string;
  /** The file that the runner writes its results to. */
  readonly resultsFile: string;
}
