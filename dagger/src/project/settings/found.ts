import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor, Reader } from '../../verdict/json.ts';
import { healthPathOf } from '../arguments.ts';
import { type CoverageName, coverageNames } from '../facts/coverage.ts';
import { managerNames, namedManager } from '../facts/manager-signs.ts';
import { type RunnerName, runnerNames } from '../facts/runner-table.ts';
import { numberAt, pathAt, sectionAt, textsAt } from './readers.ts';

/** Linters that a project may say it has. */
export const foundLinters = ['eslint', 'biome', 'oxlint'] as const;

/** Formatters that a project may say it has. */
export const foundFormatters = ['prettier', 'biome'] as const;

/** Type checkers that a project may say it has. */
export const foundTypeCheckers = ['tsc', 'vue-tsc'] as const;

/** Answers in place of those that plan finds, by the names of its rows. An argument of the call outweighs them. */
export interface FoundSettings {
  /** Package manager, with its version where one is wanted: `pnpm@9.15.0`. Default: the one that is found. */
  readonly packages?: Text;
  /** Patterns of the folders of workspaces. Default: those that are found. */
  readonly workspaces?: readonly Text[];
  /** Linters. Default: those that are found. */
  readonly lint?: readonly (typeof foundLinters)[number][];
  /** Formatters. Default: those that are found. */
  readonly format?: readonly (typeof foundFormatters)[number][];
  /** Type checkers. Default: those that are found. */
  readonly types?: readonly (typeof foundTypeCheckers)[number][];
  /** Test runner. Default: the one that is found. */
  readonly test?: RunnerName;
  /** Tool that measures the coverage. Default: the one that is found. */
  readonly coverage?: CoverageName;
  /** Path of the Dockerfile in the source. Default: the one that is found. */
  readonly dockerfile?: Text;
  /**
   * TCP port that the service listens on. Default: the one that is found.
   * @asType integer
   * @minimum 1
   * @maximum 65535
   */
  readonly port?: number;
  /** Path that answers 200 when the service is healthy. Default: the one that is found. */
  readonly health?: Text;
}

const keys = [
  ...[
    'packages',
    'workspaces',
    'lint',
    'format',
    'types',
    'test',
    'coverage',
    'dockerfile',
    'port',
    'health',
  ],
];

/** Reads the answers of a project about itself. */
export function foundAt(place: JsonCursor): FoundSettings {
  const section = sectionAt(place, keys);
  const given = <K extends keyof FoundSettings, T>(key: K, read: Reader<T>): Partial<Record<K, T>> => {
    const value = section.at(key).optional(read);
    const entry: Partial<Record<K, T>> = {};
    if (value !== undefined) entry[key] = value;
    return entry;
  };
  return {
    ...given('packages', managerAt),
    ...given('workspaces', textsAt),
    ...given('lint', namesAt(foundLinters)),
    ...given('format', namesAt(foundFormatters)),
    ...given('types', namesAt(foundTypeCheckers)),
    ...given('test', (name) => name.oneOf(runnerNames)),
    ...given('coverage', (name) => name.oneOf(coverageNames)),
    ...given('dockerfile', pathAt),
    ...given('port', portAt),
    ...given('health', (path) => healthPathOf(path.filledText(), `pipeline.json: ${path.pointer}`)),
  };
}

function managerAt(place: JsonCursor): string {
  const text = place.filledText();
  const named = namedManager(text);
  if (named === undefined || (text.includes('@') && named.version === undefined)) {
    throw place.mismatch(`one of ${managerNames.join(', ')}, alone or with a version, such as pnpm@9.15.0`);
  }
  return text;
}

function namesAt<T extends string>(names: readonly T[]): (place: JsonCursor) => T[] {
  return (place) => {
    const named = place.list((one) => one.oneOf(names));
    return names.filter((name) => named.includes(name));
  };
}

function portAt(place: JsonCursor): number {
  const port = numberAt({ from: 1, to: 65_535 })(place);
  if (!Number.isInteger(port)) throw place.mismatch('a whole number from 1 to 65535');
  return port;
}
