import type { Severity } from './model.ts';
import { severities } from './model.ts';
import { gateNames } from './order.ts';
import { booleanAt, closed, listAt, numberAt, oneOf, optional, recordAt, textAt } from './read-json.ts';
import { UsageError } from './usage-error.ts';

/** What `pipeline.json` says, complete with defaults. */
export interface Configuration {
  /** Name of the project, for reports. Default `project`. */
  readonly project: string;
  /** Gates in use, in the order of the table. Default: all. */
  readonly gates: readonly string[];
  /** Severity from which a finding makes a gate red. Default HIGH. */
  readonly threshold: Severity;
  /** A threshold of its own for some gates. */
  readonly thresholds: Readonly<Record<string, Severity>>;
  /** Lines that tests must cover, in per cent. Default 85. */
  readonly coverage: { readonly lines: number };
  readonly test: TestSettings;
  readonly smoke: SmokeSettings;
}

/** How the tests run. */
export interface TestSettings {
  /** Binds a PostgreSQL service as TEST_DATABASE_URL. Default false. */
  readonly postgres: boolean;
  /** Further arguments for vitest, such as `--project=api`. */
  readonly arguments: readonly string[];
  /** Seconds after which the tests count as hung. Default 900. */
  readonly timeoutSeconds: number;
}

/** What the smoke test may expect of the image. */
export interface SmokeSettings {
  /** A program for Node, relative to the source, that talks to BASE_URL and exits 0 when all is well. */
  readonly conversation?: string;
  /** Directories that the service may write to: its mounts in production. Default `/data`. */
  readonly mounts: readonly string[];
  /** Seconds in which the image must get healthy. Default 30. */
  readonly healthySeconds: number;
  /** Seconds in which it must end after SIGTERM. Default 15. */
  readonly stopSeconds: number;
}

/**
 * Reads `pipeline.json`.
 * @param text the file's content
 * @returns the configuration, complete with defaults
 * @throws UsageError naming the path in the file, what was expected and what was found
 */
export function parseConfiguration(text: string): Configuration {
  const root = recordAt(parseJson(text), '');
  closed(root, '', ['$schema', 'project', 'gates', 'threshold', 'thresholds', 'coverage', 'test', 'smoke']);
  const gates = optional(root, '', 'gates', gatesAt) ?? gateNames;
  return {
    project: optional(root, '', 'project', textAt) ?? 'project',
    gates: gateNames.filter((gate) => gates.includes(gate)),
    threshold: optional(root, '', 'threshold', severityAt) ?? 'HIGH',
    thresholds: optional(root, '', 'thresholds', thresholdsAt) ?? {},
    coverage: optional(root, '', 'coverage', coverageAt) ?? { lines: 85 },
    test: optional(root, '', 'test', testAt) ?? testAt({}, '/test'),
    smoke: optional(root, '', 'smoke', smokeAt) ?? smokeAt({}, '/smoke'),
  };
}

/** The severity from which a finding of this gate is red. */
export function thresholdOf(configuration: Configuration, gate: string): Severity {
  return configuration.thresholds[gate] ?? configuration.threshold;
}

/**
 * The configuration with one threshold for all gates, as an argument asks for it.
 * @throws UsageError when it is no severity
 */
export function withThreshold(configuration: Configuration, threshold: string): Configuration {
  const severity = severities.find((candidate) => candidate === threshold);
  if (severity === undefined) {
    throw new UsageError(`--threshold: expected one of ${severities.join(', ')}, got ${threshold}`);
  }
  return { ...configuration, threshold: severity, thresholds: {} };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new UsageError(`pipeline.json: expected JSON, got ${detail}`);
  }
}

const severityAt = oneOf(severities);

function gatesAt(value: unknown, path: string): string[] {
  return listAt(oneOf(gateNames))(value, path);
}

function thresholdsAt(value: unknown, path: string): Record<string, Severity> {
  const record = recordAt(value, path);
  closed(record, path, gateNames);
  return Object.fromEntries(
    Object.entries(record).map(([gate, level]) => [gate, severityAt(level, `${path}/${gate}`)]),
  );
}

function coverageAt(value: unknown, path: string): Configuration['coverage'] {
  const record = recordAt(value, path);
  closed(record, path, ['lines']);
  return { lines: optional(record, path, 'lines', numberAt({ from: 0, to: 100 })) ?? 85 };
}

function testAt(value: unknown, path: string): TestSettings {
  const record = recordAt(value, path);
  closed(record, path, ['postgres', 'arguments', 'timeoutSeconds']);
  return {
    postgres: optional(record, path, 'postgres', booleanAt) ?? false,
    arguments: optional(record, path, 'arguments', listAt(textAt)) ?? [],
    timeoutSeconds: optional(record, path, 'timeoutSeconds', numberAt({ from: 1, to: 7200 })) ?? 900,
  };
}

function smokeAt(value: unknown, path: string): SmokeSettings {
  const record = recordAt(value, path);
  closed(record, path, ['conversation', 'mounts', 'healthySeconds', 'stopSeconds']);
  const conversation = optional(record, path, 'conversation', textAt);
  return {
    ...(conversation === undefined ? {} : { conversation }),
    mounts: optional(record, path, 'mounts', listAt(textAt)) ?? ['/data'],
    healthySeconds: optional(record, path, 'healthySeconds', numberAt({ from: 1, to: 600 })) ?? 30,
    stopSeconds: optional(record, path, 'stopSeconds', numberAt({ from: 1, to: 600 })) ?? 15,
  };
}

/** The configuration of a project that has no `pipeline.json`. */
export const defaults: Configuration = parseConfiguration('{}');
