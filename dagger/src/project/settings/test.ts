import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { flagAt, numberAt, pathAt, sectionAt, textAt, textsAt } from './readers.ts';

/** Treatment of flaky tests, which fail and then pass: `pass` lists them, `fail` makes them findings. */
export const flakyRules = ['pass', 'fail'] as const;

/** One of {@link flakyRules}. */
export type FlakyRule = (typeof flakyRules)[number];

/** How often failed tests may be run again. */
export const retryCounts = [0, 1, 2] as const;

/** One of {@link retryCounts}. */
export type Retries = (typeof retryCounts)[number];

/** Who runs the tests: an ordinary user as on a developer's machine, or root. */
export const testUsers = ['ordinary', 'root'] as const;

/** One of {@link testUsers}. */
export type TestUser = (typeof testUsers)[number];

/** Settings of the test gate. */
export interface TestSettings {
  /** Binds a PostgreSQL service as TEST_DATABASE_URL. Default false. */
  readonly postgres: boolean;
  /**
   * Shell commands that run directly before the tests, in their container, with services: migrations, seeds. Default: the
   * script `pretest`.
   */
  readonly before?: readonly Text[];
  /** Who runs the tests and the commands before them. Default `ordinary`: a user without rights over the container. */
  readonly user: TestUser;
  /** A line for a shell that runs the tests in place of the project's runner. Default none. */
  readonly command?: Text;
  /** The JUnit file that `command` writes, relative to the source, or a pattern for several. Default: its output is TAP. */
  readonly junit?: Text;
  /**
   * The coverage that `command` writes, relative to the source: `lcov.info` or Istanbul's `coverage-summary.json`. Default:
   * it is not measured, which `coverage.lines` of 0 permits.
   */
  readonly coverage?: Text;
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

/** Keys of the settings of the test gate. */
const keys = [
  ...['postgres', 'before', 'user', 'command', 'junit', 'coverage', 'arguments', 'timeoutSeconds'],
  ...['retries', 'flaky'],
];

/** Reads the settings of the test gate. */
export function testAt(place: JsonCursor): TestSettings {
  const section = sectionAt(place, keys);
  const before = section.at('before').optional(textsAt);
  return {
    postgres: section.at('postgres').optional(flagAt) ?? false,
    ...(before === undefined ? {} : { before }),
    user: section.at('user').optional((user) => user.oneOf(testUsers)) ?? 'ordinary',
    ...ownCommandAt(section),
    arguments: section.at('arguments').optional(textsAt) ?? [],
    timeoutSeconds: section.at('timeoutSeconds').optional(numberAt({ from: 1, to: 7200 })) ?? 900,
    retries: section.at('retries').optional((count) => count.oneOf(retryCounts)) ?? 0,
    flaky: section.at('flaky').optional((rule) => rule.oneOf(flakyRules)) ?? 'pass',
  };
}

/** A command of the project's own, and what it writes. @throws ShapeError on a report without a command */
function ownCommandAt(section: JsonCursor): Pick<TestSettings, 'command' | 'junit' | 'coverage'> {
  const command = section.at('command').optional(textAt);
  const paths = (['junit', 'coverage'] as const).flatMap((key) => {
    const path = section.at(key).optional(pathAt);
    if (path !== undefined && command === undefined)
      throw section.at('command').mismatch(`the command that writes ${path}`);
    return path === undefined ? [] : [[key, path] as const];
  });
  return { ...(command === undefined ? {} : { command }), ...Object.fromEntries(paths) };
}
