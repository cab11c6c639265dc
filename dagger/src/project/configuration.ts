import type { Exception } from '../verdict/exceptions.ts';
import type { Text } from '../verdict/figures.ts';
import { type Severity, severities } from '../verdict/finding.ts';
import { UsageError } from '../verdict/usage-error.ts';
import type { AuditSettings } from './settings/audit.ts';
import type { CoverageSettings } from './settings/coverage.ts';
import type { DeploySettings } from './settings/deploy.ts';
import type { FoundSettings } from './settings/found.ts';
import type { ImageSettings } from './settings/image.ts';
import type { LicenceSettings } from './settings/licences.ts';
import type { LintSettings } from './settings/lint.ts';
import type { NodeSettings } from './settings/node.ts';
import type { NeedsSettings } from './settings/needs.ts';
import type { ScanSettings } from './settings/scan.ts';
import type { SemgrepSettings } from './settings/semgrep.ts';
import type { SmokeSettings } from './settings/smoke.ts';
import type { TestSettings } from './settings/test.ts';

/** A gate of the pipeline. */
export type GateName = string;

/** What a project is, and which of its gates run. */
export interface GeneralSettings {
  /** Name of the project, for reports, images and namespaces. Default: the name in package.json, without its scope. */
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
  readonly found: FoundSettings;
}

/** The content of `pipeline.json`, complete with defaults. */
export interface Configuration extends NeedsSettings, GeneralSettings {
  readonly coverage: CoverageSettings;
  readonly test: TestSettings;
  readonly node: NodeSettings;
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
