import type { Exception } from '../verdict/exceptions.ts';
import { JsonCursor, ShapeError } from '../verdict/json.ts';
import { withoutMark } from '../verdict/json-text.ts';
import type { Text } from '../verdict/figures.ts';
import type { Severity } from '../verdict/finding.ts';
import { severities } from '../verdict/finding.ts';
import { UsageError } from '../verdict/usage-error.ts';
import * as read from './read-settings.ts';
import type { Subject } from './selection.ts';
import type {
  AuditSettings,
  CoverageSettings,
  DeploySettings,
  ImageSettings,
  LicenceSettings,
  LintSettings,
  ScanSettings,
  SemgrepSettings,
  SmokeSettings,
  TestSettings,
} from './settings.ts';

/** The names of gates and tools that a configuration may use. */
export interface Catalogue {
  /** All gates, first to last. */
  readonly gates: readonly string[];
  /** Gates of a project that names none. */
  readonly byDefault: readonly string[];
  /** Tools whose findings it may make an exception for. */
  readonly tools: readonly string[];
  /** Why a project has nothing that a gate could check; undefined if it has something. */
  readonly nothingToCheck: (gate: string, subject: Subject) => string | undefined;
}

/** A gate of the pipeline. */
export type GateName = string;

/** The content of `pipeline.json`, complete with defaults. */
export interface Configuration {
  /** Name of the project, for reports. Default `project`. */
  readonly project: Text;
  /**
   * Gates in use, in the order of the table; one that is left out is listed as not configured. Default: those that have
   * something to check in this project, but dockerfile and licences, which run only by name.
   */
  readonly gates?: readonly GateName[];
  /** Severity from which a finding makes a gate red. Default HIGH. */
  readonly threshold: Severity;
  /**
   * Thresholds of single gates.
   * @propertyNames {"$ref": "#/definitions/GateName"}
   */
  readonly thresholds: Readonly<Record<GateName, Severity>>;
  readonly coverage: CoverageSettings;
  readonly test: TestSettings;
  readonly image: ImageSettings;
  readonly smoke: SmokeSettings;
  readonly lint: LintSettings;
  readonly semgrep: SemgrepSettings;
  readonly audit: AuditSettings;
  readonly scan: ScanSettings;
  readonly deploy: DeploySettings;
  readonly licences: LicenceSettings;
  /**
   * States that CodeQL's licence allows the analysis of this project. Default false: the gate is not configured, and
   * unavailable where gates names it.
   */
  readonly codeqlLicenceAcknowledged: boolean;
  /** Findings that the project tolerates, each for a reason and until a day. One that is expired or matches nothing is red. */
  readonly exceptions: readonly Exception[];
}

/**
 * Configuration of the pipeline for a project. Every part has a default.
 * @title pipeline.json
 */
export interface PipelineFile extends Configuration {
  readonly $schema: string;
}

/** Keys of `pipeline.json`. */
const keys = [
  ...['$schema', 'project', 'gates', 'threshold', 'thresholds', 'coverage', 'test', 'image', 'smoke'],
  ...['lint', 'semgrep', 'audit', 'scan', 'deploy', 'licences', 'codeqlLicenceAcknowledged', 'exceptions'],
];

/**
 * Reads `pipeline.json`.
 * @param text the file's content
 * @param catalogue the gates and tools that it may name
 * @returns the configuration, complete with defaults
 * @throws UsageError naming the path in the file, what was expected and what was found
 */
export function parseConfiguration(text: string, catalogue: Catalogue): Configuration {
  try {
    return configurationAt(new JsonCursor(parseJson(text)), catalogue);
  } catch (error) {
    if (error instanceof ShapeError) throw new UsageError(`pipeline.json: ${error.message}`);
    throw error;
  }
}

function configurationAt(root: JsonCursor, { gates: known, tools }: Catalogue): Configuration {
  root.only(keys);
  const gates = root.at('gates').optional((list) => list.list((gate) => gate.oneOf(known)));
  return {
    project: root.at('project').optional((name) => name.filledText()) ?? 'project',
    ...(gates === undefined ? {} : { gates: known.filter((gate) => gates.includes(gate)) }),
    threshold: root.at('threshold').optional(severityAt) ?? 'HIGH',
    thresholds: root.at('thresholds').optional((levels) => thresholdsAt(levels, known)) ?? {},
    coverage: read.coverageAt(root.at('coverage')),
    test: read.testAt(root.at('test')),
    image: read.imageAt(root.at('image')),
    smoke: read.smokeAt(root.at('smoke')),
    lint: read.lintAt(root.at('lint')),
    semgrep: read.semgrepAt(root.at('semgrep')),
    audit: read.auditAt(root.at('audit')),
    scan: read.scanAt(root.at('scan')),
    deploy: read.deployAt(root.at('deploy')),
    licences: read.licencesAt(root.at('licences'), gates?.includes('licences') ?? false),
    codeqlLicenceAcknowledged:
      root.at('codeqlLicenceAcknowledged').optional((place) => place.boolean()) ?? false,
    exceptions:
      root.at('exceptions').optional((list) => list.list((entry) => read.exceptionAt(entry, tools))) ?? [],
  };
}

/** The severity from which a finding of this gate is red. */
export function thresholdOf(configuration: Configuration, gate: string): Severity {
  return configuration.thresholds[gate] ?? configuration.threshold;
}

/**
 * The configuration with one threshold for all gates, from an argument.
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
    return JSON.parse(withoutMark(text)) as unknown;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new UsageError(`pipeline.json: expected JSON, got ${detail}`);
  }
}

const severityAt = (place: JsonCursor): Severity => place.oneOf(severities);

function thresholdsAt(place: JsonCursor, gates: readonly string[]): Record<string, Severity> {
  const levels = place.only(gates).entries();
  return Object.fromEntries(levels.map(([gate, level]) => [gate, severityAt(level)]));
}
