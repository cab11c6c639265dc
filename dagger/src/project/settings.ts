/** The parts of `pipeline.json`, complete with defaults; `pipeline.schema.json` is made from these types. */

import type { Text } from '../verdict/figures.ts';

/** The tools of the lint gate. */
export const lintTools = ['eslint', 'biome', 'prettier', 'tsc', 'vue-tsc'] as const;

/** One of {@link lintTools}. */
export type LintTool = (typeof lintTools)[number];

/** Treatment of ESLint's warnings: `pass` lists them, `fail` makes them findings. */
export const warningRules = ['pass', 'fail'] as const;

/** One of {@link warningRules}. */
export type WarningRule = (typeof warningRules)[number];

/** Settings of the lint gate. */
export interface LintSettings {
  /**
   * The tools in use. Default: those that the project has.
   * @minItems 1
   */
  readonly tools?: readonly LintTool[];
  /**
   * Treatment of ESLint's warnings. Default: they are listed, and red above the `--max-warnings` of the project's own
   * scripts.
   */
  readonly warnings?: WarningRule;
  /**
   * Highest number of suppressions, by comments and ignore files, for these tools. Default: any number, each listed.
   * @asType integer
   * @minimum 0
   * @maximum 1000000
   */
  readonly suppressions?: number;
  /**
   * Directories that import nothing from outside of themselves: ESLint lints each by itself, so that a change in one
   * does not lint the others again. Default none: the source is linted as a whole.
   */
  readonly parts: readonly Text[];
}

/** Settings of the semgrep gate. */
export interface SemgrepSettings {
  /** Patterns, relative to the source, of files that Semgrep ignores, such as samples of bad code. Default none. */
  readonly exclude: readonly Text[];
}

/** Settings of the audit gate. */
export interface AuditSettings {
  /** Packages that may run a script when they are installed. Default none. */
  readonly installScripts: readonly Text[];
  /** Registries that packages may come from, as URLs. Default: those of the project's `.npmrc`, else npm's own. */
  readonly registries?: readonly Text[];
  /** Whether the registry signs packages, so that signatures are checked. Default true. */
  readonly signatures: boolean;
}

/** Settings of the scan gates. */
export interface ScanSettings {
  /** Ignores vulnerabilities that no version fixes. Default false. */
  readonly ignoreUnfixed: boolean;
  /**
   * Hours after which a vulnerability database is too old. Default 168.
   * @minimum 1
   * @maximum 8760
   */
  readonly maxDatabaseAgeHours: number;
  /** Files and directories, relative to the source, that are not scanned. Default none. */
  readonly skip: readonly Text[];
}

/** Settings of the coverage. */
export interface CoverageSettings {
  /**
   * Lines that tests must cover, in per cent. Default 85.
   * @minimum 0
   * @maximum 100
   */
  readonly lines: number;
}

/** Settings of the image gate. */
export interface ImageSettings {
  /**
   * Seconds after which a build of the image counts as hung. Default 1800.
   * @minimum 1
   * @maximum 7200
   */
  readonly timeoutSeconds: number;
}

/** Settings of the licences gate. */
export interface LicenceSettings {
  /**
   * Licences that packages of the image may have, as SPDX names them. Default none; the gate licences runs only where gates
   * names it.
   */
  readonly allowed: readonly Text[];
}

/** Treatment of flaky tests, which fail and then pass: `pass` lists them, `fail` makes them findings. */
export const flakyRules = ['pass', 'fail'] as const;

/** One of {@link flakyRules}. */
export type FlakyRule = (typeof flakyRules)[number];

/** How often failed tests may be run again. */
export const retryCounts = [0, 1, 2] as const;

/** One of {@link retryCounts}. */
export type Retries = (typeof retryCounts)[number];

/** Settings of the test gate. */
export interface TestSettings {
  /** Binds a PostgreSQL service as TEST_DATABASE_URL. Default false. */
  readonly postgres: boolean;
  /** Further arguments for the test runner, such as `--project=api` for vitest. */
  readonly arguments: readonly Text[];
  /**
   * Seconds after which the tests count as hung. Default 900.
   * @minimum 1
   * @maximum 7200
   */
  readonly timeoutSeconds: number;
  /** How often failed tests are run again, each time in a fresh container. Default 0. */
  readonly retries: Retries;
  /** Treatment of flaky tests, which fail and then pass. Default `pass`: they are listed. */
  readonly flaky: FlakyRule;
}

/** Settings of the smoke gate. */
export interface SmokeSettings {
  /** A program for Node, relative to the source, that talks to BASE_URL and exits 0 when all is well. */
  readonly conversation?: Text;
  /** Directories that the service may write to: its mounts in production. Default `/data`. */
  readonly mounts: readonly Text[];
  /**
   * Seconds in which the image must get healthy. Default 30.
   * @minimum 1
   * @maximum 600
   */
  readonly healthySeconds: number;
  /**
   * Seconds in which it must end after SIGTERM. Default 15.
   * @minimum 1
   * @maximum 600
   */
  readonly stopSeconds: number;
}

/** Settings of deployments. */
export interface DeploySettings {
  /**
   * A program for Node, relative to the source and one file, that uses the service at BASE_URL while it is replaced and
   * reads back what was acknowledged (`deploy/proof/parse.ts` says what it prints). Default: none, nothing is written.
   */
  readonly load?: Text;
}
