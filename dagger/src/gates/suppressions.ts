import { count } from '../verdict/evidence.ts';
import type { Finding } from '../verdict/finding.ts';
import type { Decision } from '../verdict/model.ts';
import { readJson } from '../verdict/json-text.ts';
import { makeFinding } from '../tools/make-finding.ts';

/** Tools of the lint gate and the tests, whose comments and ignore files are in effect. */
const inEffect = ['eslint', 'biome', 'oxlint', 'prettier', 'tsc', 'vitest'];

/** A suppression in a source, as `programs/source/suppressions.ts` prints it. */
export interface Suppression {
  readonly tool: string;
  readonly rule: string;
  readonly file: string;
  /** Absent for a settings file. */
  readonly line?: number;
  readonly text: string;
}

/**
 * Reads the output of `programs/source/suppressions.ts`: the suppressions in the source.
 * @returns a finding for each, whose message says whether it is in effect
 * @throws ShapeError if it is no such list
 */
export function parseSuppressions(text: string): Finding[] {
  return readJson(text)
    .items()
    .map((entry) => {
      const tool = entry.at('tool').text();
      const effect = inEffect.includes(tool) ? '' : ' (not in effect: make an exception in pipeline.json)';
      return makeFinding({
        tool,
        rule: entry.at('rule').text(),
        severity: 'LOW',
        message: `${entry.at('text').text()}${effect}`,
        file: entry.at('file').text(),
        line: entry.at('line').optionalNumber(),
      });
    });
}

/** Suppressions of the given tools. */
export function suppressionsOf(all: readonly Finding[], tools: readonly string[]): Finding[] {
  return all.filter(({ tool }) => tools.includes(tool));
}

/** A decision with suppressions added; unchanged if there are none. */
export function withSuppressed(decision: Decision, suppressed: readonly Finding[]): Decision {
  if (suppressed.length === 0) return decision;
  return { ...decision, suppressed: [...(decision.suppressed ?? []), ...suppressed] };
}

/**
 * The lint gate with a limit on suppressions: more than `pipeline.json` allows are a finding.
 * @param most the limit; undefined for any number
 */
export function boundSuppressions(decision: Decision, most: number | undefined): Decision {
  const found = decision.suppressed?.length ?? 0;
  if (most === undefined || found <= most) return decision;
  const message = `${count(found, 'suppression')} in the source, ${String(most)} allowed`;
  const finding: Finding = {
    tool: 'lint',
    rule: 'suppressions',
    severity: 'HIGH',
    message,
    file: 'pipeline.json',
    fix: 'Take some of them out, or raise lint.suppressions in pipeline.json.',
  };
  return {
    ...decision,
    outcome: 'failed',
    reason: `${message}; ${decision.reason}`,
    findings: [...decision.findings, finding],
  };
}
