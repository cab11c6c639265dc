/** The directory of a test run's reports in its container. */
export const reports = '/reports';

/** Where each report is written; a runner writes its results as JSON of its own, as JUnit's XML, or as both. */
export const reportFiles = {
  results: `${reports}/results.json`,
  junit: `${reports}/junit.xml`,
  /** What the run printed, of a runner whose results are among it. */
  output: `${reports}/output.txt`,
  /** Directory of `coverage-summary.json` and `lcov.info`. */
  coverage: `${reports}/coverage`,
  summary: `${reports}/coverage/coverage-summary.json`,
  lcov: `${reports}/coverage/lcov.info`,
  /** The files that count for the coverage. */
  scope: `${reports}/coverage-scope.json`,
} as const;
