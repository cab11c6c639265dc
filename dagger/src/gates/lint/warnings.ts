import { count } from '../../verdict/evidence.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';

/** Messages of a linter, those that are red apart from those that are only told. */
export interface PartedMessages {
  readonly findings: readonly Finding[];
  readonly told: readonly Finding[];
}

/**
 * Parts errors and warnings, as the exit codes of ESLint and Biome do: warnings alone are green, unless there are more of them than
 * the limit (ESLint, "Command Line Interface", `--max-warnings`).
 * @param limit highest number of warnings that is not red; default any number
 */
export function partWarnings(messages: readonly Finding[], limit = Infinity): PartedMessages {
  const warnings = messages.filter(isWarning);
  if (warnings.length > limit) return { findings: messages, told: [] };
  return { findings: messages.filter((message) => !isWarning(message)), told: warnings };
}

/** The decision on the errors, with the warnings that are only told. */
export function withWarnings(decision: Decision, told: readonly Finding[]): Decision {
  if (told.length === 0) return decision;
  return { ...decision, reason: `${decision.reason}, ${count(told.length, 'warning')}`, tolerated: told };
}

const isWarning = ({ severity }: Finding): boolean => severity === 'MEDIUM' || severity === 'LOW';
