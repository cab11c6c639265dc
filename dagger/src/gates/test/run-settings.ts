/** Settings of the program `dagger/programs/run-tests/run-tests.js`. */
export interface RunSettings {
  /** The tool that is told which files count for the coverage; `none` where the project's own command measures. */
  readonly scope: 'vitest' | 'jest' | 'c8' | 'nyc' | 'none';
  /** Whether the exit code is the number of failures: 1 stands for it if there are results. Default false. */
  readonly countsFailures?: boolean;
  /** Variables of the run, beside those of the container. */
  readonly environment: Readonly<Record<string, string>>;
  /** The program that runs the command. Default Node. */
  readonly program?: string;
  /** What Node runs: the path of a program, and its arguments; or what the other program is given. */
  readonly command: readonly string[];
  /** The command that this one runs; behind what tells it the files for the coverage. Default none. */
  readonly inner?: readonly string[];
  /** What Node runs when the command has ended, behind it what tells it the files for the coverage. Default nothing. */
  readonly after?: readonly string[];
  /** The file that takes what the command prints. Default none. */
  readonly outputFile?: string;
  /** What the command itself writes in the source, and where a report of each is wanted. Default nothing. */
  readonly collects?: CollectedFiles;
  /** The file for the scope of the coverage. */
  readonly scopeFile: string;
  /** The file that the runner writes its results to. */
  readonly resultsFile: string;
}

/** Reports that a command of the project's own writes in the source. What is there before it runs is deleted. */
export interface CollectedFiles {
  /** JUnit files, as a path or a pattern; all of them are put into {@link RunSettings.resultsFile}. */
  readonly junit?: string;
  /** Paths of lcov or of a json-summary, the first of which is there counts. */
  readonly coverage: readonly string[];
  /** The folder that the coverage is copied to. */
  readonly into: string;
}
