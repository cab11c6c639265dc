import type { Severity } from '../verdict/finding.ts';
import type { JsonCursor } from '../verdict/json.ts';

/** A table for each tool: its own severities on the pipeline's scale. */
export const severityTables = {
  /** 2 is an error, 1 a warning (ESLint, "Configure Rules"). */
  eslint: { '2': 'HIGH', '1': 'MEDIUM' },
  /** Biome's error, warning and information, in GitLab's words (Biome, "Reporters", GitLab). */
  biome: { blocker: 'HIGH', critical: 'HIGH', major: 'MEDIUM', minor: 'LOW', info: 'LOW' },
  /** oxlint's own, in its JSON. */
  oxlint: { error: 'HIGH', warning: 'MEDIUM', advice: 'LOW' },
  /** Old words (ERROR, WARNING, INFO) and new ones (Semgrep, "Rule syntax", severity). */
  semgrep: {
    CRITICAL: 'CRITICAL',
    HIGH: 'HIGH',
    ERROR: 'HIGH',
    MEDIUM: 'MEDIUM',
    WARNING: 'MEDIUM',
    LOW: 'LOW',
    INFO: 'LOW',
    INVENTORY: 'LOW',
    EXPERIMENT: 'LOW',
  },
  /** npm's advisories (npm audit, "audit-level"). */
  'npm-audit': { critical: 'CRITICAL', high: 'HIGH', moderate: 'MEDIUM', low: 'LOW', info: 'LOW' },
  /** UNKNOWN is a vulnerability without a score yet: it counts as MEDIUM. */
  trivy: { CRITICAL: 'CRITICAL', HIGH: 'HIGH', MEDIUM: 'MEDIUM', LOW: 'LOW', UNKNOWN: 'MEDIUM' },
  /** hadolint's levels (its README, "Rules"). */
  hadolint: { error: 'HIGH', warning: 'MEDIUM', info: 'LOW', style: 'LOW' },
  /** SARIF 2.1.0, 3.27.10, for a rule that has no security-severity. */
  sarif: { error: 'HIGH', warning: 'MEDIUM', note: 'LOW', none: 'LOW' },
} as const satisfies Record<string, Readonly<Record<string, Severity>>>;

/**
 * A tool's severity on the pipeline's scale.
 * @throws ShapeError for a word that the table does not have, so that no unmapped level gets lost
 */
export function severityAt(tool: keyof typeof severityTables, word: JsonCursor): Severity {
  const table: Readonly<Record<string, Severity>> = severityTables[tool];
  const key = typeof word.value === 'number' ? String(word.value) : word.text();
  const severity = Object.hasOwn(table, key) ? table[key] : undefined;
  if (severity === undefined) throw word.mismatch(`one of ${Object.keys(table).join(', ')}`);
  return severity;
}

/**
 * A CVSS score on the pipeline's scale, by GitHub's bands for `security-severity` (SARIF support for code scanning):
 * from 9.0 CRITICAL, from 7.0 HIGH, from 4.0 MEDIUM, below LOW.
 */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'CRITICAL';
  if (score >= 7) return 'HIGH';
  return score >= 4 ? 'MEDIUM' : 'LOW';
}
