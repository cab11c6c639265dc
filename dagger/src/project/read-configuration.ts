import type { Configuration } from './configuration.ts';
import { auditAt } from './settings/audit.ts';
import { coverageAt } from './settings/coverage.ts';
import { deployAt } from './settings/deploy.ts';
import { exceptionAt } from './settings/exception.ts';
import { foundAt } from './settings/found.ts';
import { imageAt } from './settings/image.ts';
import { licencesAt } from './settings/licences.ts';
import { lintAt } from './settings/lint.ts';
import { nodeAt } from './settings/node.ts';
import { needsAt, needsKeys } from './settings/needs.ts';
import { scanAt } from './settings/scan.ts';
import { semgrepAt } from './settings/semgrep.ts';
import { smokeAt } from './settings/smoke.ts';
import { testAt } from './settings/test.ts';
import { unnamed } from './name.ts';
import type { Subject } from './selection.ts';
import { severities, type Severity } from '../verdict/finding.ts';
import { JsonCursor, ShapeError } from '../verdict/json.ts';
import { withoutMark } from '../verdict/json-text.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** The names of gates and tools that a configuration may use. */
export interface Catalogue {
  /** All gates, first to last. */
  readonly gates: readonly string[];
  /** Gates of a project that names none. */
  readonly byDefault: readonly string[];
  /** Tools whose findings it may make an exception for. */
  readonly tools: readonly string[];
  /** Tools whose findings a baseline may carry. */
  readonly carried: readonly string[];
  /** Why a project has nothing that a gate could check; undefined if it has something. */
  readonly nothingToCheck: (gate: string, subject: Subject) => string | undefined;
}

/** Keys of `pipeline.json`. */
const keys = [
  ...['$schema', 'project', 'gates', 'threshold', 'thresholds', 'found', ...needsKeys],
  ...['coverage', 'test', 'node', 'image', 'smoke'],
  ...['lint', 'semgrep', 'audit', 'scan', 'deploy', 'licences', 'codeqlLicenceAcknowledged', 'exceptions'],
];

/**
 * Reads `pipeline.json`.
 * @param text the file's content
 * @param catalogue the gates and tools that it may name
 * @param name of a project that gives itself none
 * @returns the configuration, complete with defaults
 * @throws UsageError naming the path in the file, what was expected and what was found
 */
export function parseConfiguration(
  text: string,
  catalogue: Catalogue,
  name: string = unnamed,
): Configuration {
  try {
    return configurationAt(new JsonCursor(parseJson(text)), catalogue, name);
  } catch (error) {
    if (error instanceof ShapeError) throw new UsageError(`pipeline.json: ${error.message}`);
    throw error;
  }
}

function configurationAt(root: JsonCursor, { gates: known, tools }: Catalogue, name: string): Configuration {
  root.only(keys);
  const gates = root.at('gates').optional((list) => list.list((gate) => gate.oneOf(known)));
  const test = testAt(root.at('test'));
  return {
    project: root.at('project').optional((place) => place.filledText()) ?? name,
    ...(gates === undefined ? {} : { gates: known.filter((gate) => gates.includes(gate)) }),
    threshold: root.at('threshold').optional(severityAt) ?? 'HIGH',
    thresholds: root.at('thresholds').optional((levels) => thresholdsAt(levels, known)) ?? {},
    found: foundAt(root.at('found')),
    ...needsAt(root, test),
    coverage: coverageAt(root.at('coverage')),
    test,
    node: nodeAt(root.at('node')),
    image: imageAt(root.at('image')),
    smoke: smokeAt(root.at('smoke')),
    lint: lintAt(root.at('lint')),
    semgrep: semgrepAt(root.at('semgrep')),
    audit: auditAt(root.at('audit')),
    scan: scanAt(root.at('scan')),
    deploy: deployAt(root.at('deploy')),
    licences: licencesAt(root.at('licences'), gates?.includes('licences') ?? false),
    codeqlLicenceAcknowledged:
      root.at('codeqlLicenceAcknowledged').optional((place) => place.boolean()) ?? false,
    exceptions:
      root.at('exceptions').optional((list) => list.list((entry) => exceptionAt(entry, tools))) ?? [],
  };
}

/** The content of a JSON file of the project. @throws UsageError naming the file where it is none */
export function parseJson(text: string, name = 'pipeline.json'): unknown {
  try {
    return JSON.parse(withoutMark(text)) as unknown;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${name}: expected JSON, got ${detail}`);
  }
}

const severityAt = (place: JsonCursor): Severity => place.oneOf(severities);

function thresholdsAt(place: JsonCursor, gates: readonly string[]): Record<string, Severity> {
  const levels = place.only(gates).entries();
  return Object.fromEntries(levels.map(([gate, level]) => [gate, severityAt(level)]));
}
