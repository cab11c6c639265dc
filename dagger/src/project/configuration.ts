import { sourcePath } from './arguments.ts';
import type { Exception } from '../verdict/exceptions.ts';
import type { Severity } from '../verdict/model.ts';
import { severities } from '../verdict/model.ts';
import type { Reader } from '../verdict/read-json.ts';
import {
  booleanAt,
  closed,
  dayAt,
  listAt,
  numberAt,
  oneOf,
  optional,
  recordAt,
  textAt,
  withoutMark,
} from '../verdict/read-json.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** What a project may name. */
export interface Catalogue {
  /** All gates, first to last. */
  readonly gates: readonly string[];
  /** Gates of a project that names none. */
  readonly byDefault: readonly string[];
  /** Tools whose findings it may make an exception for. */
  readonly tools: readonly string[];
}

/** What `pipeline.json` says, complete with defaults. */
export interface Configuration {
  /** Name of the project, for reports. Default `project`. */
  readonly project: string;
  /** Gates in use, in the order of the table. Default: all but those that run only by name. */
  readonly gates: readonly string[];
  /** Severity from which a finding makes a gate red. Default HIGH. */
  readonly threshold: Severity;
  /** A threshold of its own for some gates. */
  readonly thresholds: Readonly<Record<string, Severity>>;
  /** Lines that tests must cover, in per cent. Default 85. */
  readonly coverage: { readonly lines: number };
  readonly test: TestSettings;
  /** Seconds after which a build of the image counts as hung. Default 1800. */
  readonly image: { readonly timeoutSeconds: number };
  readonly smoke: SmokeSettings;
  readonly lint: LintSettings;
  readonly semgrep: SemgrepSettings;
  readonly audit: AuditSettings;
  readonly scan: ScanSettings;
  readonly deploy: DeploySettings;
  /** Licences that packages of the image may have, as SPDX names them. Default none. */
  readonly licences: { readonly allowed: readonly string[] };
  /** The project says that CodeQL's licence allows its analysis. Without that, the gate is unavailable. */
  readonly codeqlLicenceAcknowledged: boolean;
  /** Findings that the project tolerates, each for a reason and until a day. */
  readonly exceptions: readonly Exception[];
}

/** The tools of the lint gate. */
export const lintTools = ['eslint', 'prettier', 'tsc'] as const;

/** One of {@link lintTools}. */
export type LintTool = (typeof lintTools)[number];

/** How the source is linted. */
export interface LintSettings {
  /** The tools in use. Default: all three. */
  readonly tools: readonly LintTool[];
  /** Comments and ignore files of the source that may keep these tools silent. Default: any number, each told. */
  readonly suppressions?: number;
  /**
   * Directories that import nothing from outside of themselves: ESLint lints each by itself, so that a change in one
   * does not lint the others again. Default none: the source is linted as a whole.
   */
  readonly parts: readonly string[];
}

/** What Semgrep does not look at. */
export interface SemgrepSettings {
  /** Patterns relative to the source: samples that are meant to be wrong. Default none. */
  readonly exclude: readonly string[];
}

/** What the lockfile may hold. */
export interface AuditSettings {
  /** Packages that may run a script when they are installed. Default none. */
  readonly installScripts: readonly string[];
  /** Registries that packages may come from, as URLs. Default: those of the project's `.npmrc`, else npm's own. */
  readonly registries?: readonly string[];
  /** Whether the registry signs packages, so that signatures are checked. Default true. */
  readonly signatures: boolean;
}

/** How the image and its configuration are scanned. */
export interface ScanSettings {
  /** Takes vulnerabilities that no version fixes out of the findings. Default false. */
  readonly ignoreUnfixed: boolean;
  /** Hours after which a vulnerability database is too old to be believed. Default 168. */
  readonly maxDatabaseAgeHours: number;
  /** Files and directories, relative to the source, that are not scanned. Default none. */
  readonly skip: readonly string[];
}

/** What a project says of tests that are red and then green: `pass`, and they are told; `fail`, and they are findings. */
export const flakyRules = ['pass', 'fail'] as const;

/** One of {@link flakyRules}. */
export type FlakyRule = (typeof flakyRules)[number];

/** How the tests run. */
export interface TestSettings {
  /** Binds a PostgreSQL service as TEST_DATABASE_URL. Default false. */
  readonly postgres: boolean;
  /** Further arguments for vitest, such as `--project=api`. */
  readonly arguments: readonly string[];
  /** Seconds after which the tests count as hung. Default 900. */
  readonly timeoutSeconds: number;
  /** How often red tests are run again, each time in a fresh container. Default 0. */
  readonly retries: number;
  /** What becomes of tests that are red and then green. Default `pass`: they are named. */
  readonly flaky: FlakyRule;
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

/** What a deployment may use to prove itself. */
export interface DeploySettings {
  /**
   * A program for Node, relative to the source and one file, that uses the service at BASE_URL while it is replaced and
   * reads back what was acknowledged (`deploy/proof/parse.ts` says what it prints). Default: none, nothing is written.
   */
  readonly load?: string;
}

/**
 * Reads `pipeline.json`.
 * @param text the file's content
 * @param catalogue the gates and tools that it may name
 * @returns the configuration, complete with defaults
 * @throws UsageError naming the path in the file, what was expected and what was found
 */
export function parseConfiguration(text: string, catalogue: Catalogue): Configuration {
  const root = recordAt(parseJson(text), '');
  closed(root, '', keys);
  const { gates: known, byDefault, tools } = catalogue;
  const gates = settingOf(root, 'gates', listAt(oneOf(known)), byDefault);
  return {
    project: settingOf(root, 'project', textAt, 'project'),
    gates: known.filter((gate) => gates.includes(gate)),
    threshold: settingOf(root, 'threshold', severityAt, 'HIGH'),
    thresholds: settingOf(root, 'thresholds', thresholdsAt(known), {}),
    coverage: coverageAt(root['coverage'], '/coverage'),
    test: testAt(root['test'], '/test'),
    image: imageAt(root['image'], '/image'),
    smoke: smokeAt(root['smoke'], '/smoke'),
    lint: lintAt(root['lint'], '/lint'),
    semgrep: semgrepAt(root['semgrep'], '/semgrep'),
    audit: auditAt(root['audit'], '/audit'),
    scan: scanAt(root['scan'], '/scan'),
    deploy: deployAt(root['deploy'], '/deploy'),
    licences: licencesAt(root['licences'], '/licences', gates.includes('licences')),
    codeqlLicenceAcknowledged: settingOf(root, 'codeqlLicenceAcknowledged', booleanAt, false),
    exceptions: settingOf(root, 'exceptions', listAt(exceptionAt(tools)), []),
  };
}

/** A setting at the top of the file, or its default. */
function settingOf<T>(root: Record<string, unknown>, key: string, read: Reader<T>, fallback: T): T {
  return optional(root, '', key, read) ?? fallback;
}

/** Keys of `pipeline.json`. */
const keys = [
  ...['$schema', 'project', 'gates', 'threshold', 'thresholds', 'coverage', 'test', 'image', 'smoke'],
  ...['lint', 'semgrep', 'audit', 'scan', 'deploy', 'licences', 'codeqlLicenceAcknowledged', 'exceptions'],
];

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
    return JSON.parse(withoutMark(text)) as unknown;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new UsageError(`pipeline.json: expected JSON, got ${detail}`);
  }
}

const severityAt = oneOf(severities);

function oneOfNumbers(numbers: readonly number[]): Reader<number> {
  return (value, path) => {
    const found = numbers.find((number) => number === value);
    if (found !== undefined) return found;
    throw new UsageError(
      `pipeline.json: ${path}: expected one of ${numbers.join(', ')}, got ${JSON.stringify(value).slice(0, 80)}`,
    );
  };
}

/** A path in the source, as everything else names it. */
function pathAt(value: unknown, path: string): string {
  return sourcePath(`pipeline.json: ${path}`, textAt(value, path));
}

/** An object, which is empty where the file says nothing. */
function sectionAt(value: unknown, path: string): Record<string, unknown> {
  return value === undefined ? {} : recordAt(value, path);
}

function thresholdsAt(gates: readonly string[]): Reader<Record<string, Severity>> {
  return (value, path) => {
    const record = recordAt(value, path);
    closed(record, path, gates);
    return Object.fromEntries(
      Object.entries(record).map(([gate, level]) => [gate, severityAt(level, `${path}/${gate}`)]),
    );
  };
}

function coverageAt(value: unknown, path: string): Configuration['coverage'] {
  const record = sectionAt(value, path);
  closed(record, path, ['lines']);
  return { lines: optional(record, path, 'lines', numberAt({ from: 0, to: 100 })) ?? 85 };
}

function testAt(value: unknown, path: string): TestSettings {
  const record = sectionAt(value, path);
  closed(record, path, ['postgres', 'arguments', 'timeoutSeconds', 'retries', 'flaky']);
  return {
    postgres: optional(record, path, 'postgres', booleanAt) ?? false,
    arguments: optional(record, path, 'arguments', listAt(textAt)) ?? [],
    timeoutSeconds: optional(record, path, 'timeoutSeconds', numberAt({ from: 1, to: 7200 })) ?? 900,
    retries: optional(record, path, 'retries', oneOfNumbers([0, 1, 2])) ?? 0,
    flaky: optional(record, path, 'flaky', oneOf(flakyRules)) ?? 'pass',
  };
}

function imageAt(value: unknown, path: string): Configuration['image'] {
  const record = sectionAt(value, path);
  closed(record, path, ['timeoutSeconds']);
  return {
    timeoutSeconds: optional(record, path, 'timeoutSeconds', numberAt({ from: 1, to: 7200 })) ?? 1800,
  };
}

function smokeAt(value: unknown, path: string): SmokeSettings {
  const record = sectionAt(value, path);
  closed(record, path, ['conversation', 'mounts', 'healthySeconds', 'stopSeconds']);
  const conversation = optional(record, path, 'conversation', pathAt);
  return {
    ...(conversation === undefined ? {} : { conversation }),
    mounts: optional(record, path, 'mounts', listAt(textAt)) ?? ['/data'],
    healthySeconds: optional(record, path, 'healthySeconds', numberAt({ from: 1, to: 600 })) ?? 30,
    stopSeconds: optional(record, path, 'stopSeconds', numberAt({ from: 1, to: 600 })) ?? 15,
  };
}

function lintAt(value: unknown, path: string): LintSettings {
  const record = sectionAt(value, path);
  closed(record, path, ['tools', 'suppressions', 'parts']);
  const suppressions = optional(record, path, 'suppressions', numberAt({ from: 0, to: 1_000_000 }));
  const tools = optional(record, path, 'tools', listAt(oneOf(lintTools))) ?? lintTools;
  if (tools.length === 0) {
    throw new UsageError(
      `pipeline.json: ${path}/tools: expected a tool at least: leave lint out of /gates to go without`,
    );
  }
  return {
    tools: lintTools.filter((tool) => tools.includes(tool)),
    ...(suppressions === undefined ? {} : { suppressions }),
    parts: optional(record, path, 'parts', listAt(pathAt)) ?? [],
  };
}

function semgrepAt(value: unknown, path: string): SemgrepSettings {
  const record = sectionAt(value, path);
  closed(record, path, ['exclude']);
  return { exclude: optional(record, path, 'exclude', listAt(textAt)) ?? [] };
}

function auditAt(value: unknown, path: string): AuditSettings {
  const record = sectionAt(value, path);
  closed(record, path, ['installScripts', 'registries', 'signatures']);
  const registries = optional(record, path, 'registries', listAt(textAt));
  return {
    installScripts: optional(record, path, 'installScripts', listAt(textAt)) ?? [],
    ...(registries === undefined ? {} : { registries }),
    signatures: optional(record, path, 'signatures', booleanAt) ?? true,
  };
}

function scanAt(value: unknown, path: string): ScanSettings {
  const record = sectionAt(value, path);
  closed(record, path, ['ignoreUnfixed', 'maxDatabaseAgeHours', 'skip']);
  const hours = numberAt({ from: 1, to: 8760 });
  return {
    ignoreUnfixed: optional(record, path, 'ignoreUnfixed', booleanAt) ?? false,
    maxDatabaseAgeHours: optional(record, path, 'maxDatabaseAgeHours', hours) ?? 168,
    skip: optional(record, path, 'skip', listAt(pathAt)) ?? [],
  };
}

function licencesAt(value: unknown, path: string, isInUse: boolean): Configuration['licences'] {
  const record = sectionAt(value, path);
  closed(record, path, ['allowed']);
  const allowed = optional(record, path, 'allowed', listAt(textAt)) ?? [];
  if (isInUse && allowed.length === 0) {
    throw new UsageError(
      `pipeline.json: ${path}/allowed: expected the licences that packages may have, because /gates names licences`,
    );
  }
  return { allowed };
}

function deployAt(value: unknown, path: string): DeploySettings {
  const record = sectionAt(value, path);
  closed(record, path, ['load']);
  const load = optional(record, path, 'load', pathAt);
  return load === undefined ? {} : { load };
}

function exceptionAt(tools: readonly string[]): Reader<Exception> {
  return (value, path) => {
    const record = recordAt(value, path);
    closed(record, path, ['tool', 'id', 'reason', 'owner', 'expires']);
    return {
      tool: oneOf(tools)(record['tool'], `${path}/tool`),
      id: textAt(record['id'], `${path}/id`),
      reason: textAt(record['reason'], `${path}/reason`),
      owner: textAt(record['owner'], `${path}/owner`),
      expires: dayAt(record['expires'], `${path}/expires`),
    };
  };
}
