/** What the parts of `pipeline.json` say, complete with defaults; `pipeline.schema.json` is made from these types. */

import type { Text } from '../verdict/figures.ts';

/** The tools of the lint gate. */
export const lintTools = ['eslint', 'prettier', 'tsc'] as const;

/** One of {@link lintTools}. */
export type LintTool = (typeof lintTools)[number];

/** How the source is linted. */
export interface LintSettings {
  /**
   * The tools in use. Default: all three.
   * @minItems 1
   */
  readonly tools: readonly LintTool[];
  /**
   * Comments and ignore files of the source that may keep these tools silent. Default: any number, each told.
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

/** What Semgrep does not look at. */
export interface SemgrepSettings {
  /** Patterns relative to the source: samples that are meant to be wrong. Default none. */
  readonly exclude: readonly Text[];
}

/** What the lockfile may hold. */
export interface AuditSettings {
  /** Packages that may run a script when they are installed. Default none. */
  readonly installScripts: readonly Text[];
  /** Registries that packages may come from, as URLs. Default: those of the project's `.npmrc`, else npm's own. */
  readonly registries?: readonly Text[];
  /** Whether the registry signs packages, so that signatures are checked. Default true. */
  readonly signatures: boolean;
}

/** How the image and its configuration are scanned. */
export interface ScanSettings {
  /** Takes vulnerabilities that no version fixes out of the findings. Default false. */
  readonly ignoreUnfixed: boolean;
  /**
   * Hours after which a vulnerability database is too old to be believed. Default 168.
   * @minimum 1
   * @maximum 8760
   */
  readonly maxDatabaseAgeHours: number;
  /** Files and directories, relative to the source, that are not scanned. Default none. */
  readonly skip: readonly Text[];
}

/** What the tests must cover. */
export interface CoverageSettings {
  /**
   * Lines that tests must cover, in per cent. Default 85.
   * @minimum 0
   * @maximum 100
   */
  readonly lines: number;
}

/** How the image is built. */
export interface ImageSettings {
  /**
   * Seconds after which a build of the image counts as hung. Default 1800.
   * @minimum 1
   * @maximum 7200
   */
  readonly timeoutSeconds: number;
}

/** What packages of the image may be licensed by. */
export interface LicenceSettings {
  /**
   * Licences that packages of the image may have, as SPDX names them. Default none; the gate licences runs only where gates
   * names it.
   */
  readonly allowed: readonly Text[];
}

/** What a project says of tests that are red and then green: `pass`, and they are told; `fail`, and they are findings. */
export const flakyRules = ['pass', 'fail'] as const;

/** One of {@link flakyRules}. */
export type FlakyRule = (typeof flakyRules)[number];

/** How often red tests may be run again. */
export const retryCounts = [0, 1, 2] as const;

/** One of {@link retryCounts}. */
export type Retries = (typeof retryCounts)[number];

/** How the tests run. */
export interface TestSettings {
  /** Binds a PostgreSQL service as TEST_DATABASE_URL. Default false. */
  readonly postgres: boolean;
  /** Further arguments for vitest, such as `--project=api`. */
  readonly arguments: readonly Text[];
  /**
   * Seconds after which the tests count as hung. Default 900.
   * @minimum 1
   * @maximum 7200
   */
  readonly timeoutSeconds: number;
  /** How often red tests are run again, each time in a fresh container. Default 0. */
  readonly retries: Retries;
  /** What becomes of tests that are red and then green. Default `pass`: they are named. */
  readonly flaky: FlakyRule;
}

/** What the smoke test may expect of the image. */
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

/** What a deployment may use to prove itself. */
export interface DeploySettings {
  /**
   * A program for Node, relative to the source and one file, that uses the service at BASE_URL while it is replaced and
   * reads back what was acknowledged (`deploy/proof/parse.ts` says what it prints). Default: none, nothing is written.
   */
  readonly load?: Text;
}
