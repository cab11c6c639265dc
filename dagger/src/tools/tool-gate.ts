import { count, unavailable } from '../verdict/evidence.ts';
import { judge, type Policy } from '../verdict/exceptions.ts';
import type { Decision } from '../verdict/model.ts';
import type { Parsed } from './answer.ts';

/** How much of its input a tool checked. */
export interface Completeness {
  /** The input that it checked: "312 files", "84 packages". */
  readonly scope: string;
  /** True if it checked nothing at all. */
  readonly nothing: boolean;
  /** Input that it could not check. */
  readonly incomplete?: readonly string[];
  /** Facts worth a line in the report. */
  readonly notes?: readonly string[];
}

/**
 * Decides a gate whose tool writes a report: an unreadable or empty check is unavailable; a finding at or above the
 * threshold is red; unchecked input makes it unavailable unless there are red findings.
 */
export function decideTool<Facts>(
  report: Parsed<Facts>,
  policy: Policy,
  describe: (facts: Facts) => Completeness,
): Decision {
  if (!report.ok) return unavailable(report.reason);
  const { scope, nothing, incomplete = [], notes = [] } = describe(report.facts);
  if (nothing) return unavailable(`nothing was checked: ${scope}`);
  const judged = judge(report.findings, policy);
  const reason = `${count(judged.findings.length, 'finding')} in ${scope}${tail(judged.tolerated.length)}`;
  const all = [...notes, ...incomplete.map((what) => `not checked: ${what}`)];
  if (judged.findings.length > 0) {
    const unchecked = incomplete.length === 0 ? [] : unique(judged.findings.map(({ tool }) => tool));
    return { outcome: 'failed', reason, ...judged, notes: all, ...listed('unchecked', unchecked) };
  }
  if (incomplete.length > 0) {
    return {
      ...unavailable(`could not check everything: ${incomplete.slice(0, 3).join('; ')}`, all),
      ...judged,
    };
  }
  return { outcome: 'passed', reason, ...judged, notes: all };
}

function tail(tolerated: number): string {
  return tolerated === 0 ? '' : `, ${String(tolerated)} tolerated`;
}

/** The decision of one tool of a gate, with the tool's name. */
export type ToolDecision = readonly [tool: string, decision: Decision];

/**
 * Joins the decisions of a gate's tools: red outweighs unavailable, and every reason is kept. It names the tools
 * that could not check, because the outcome of a red gate does not tell.
 */
export function combine(named: readonly ToolDecision[]): Decision {
  const parts = named.map(([, decision]) => decision);
  const outcomes = parts.map((part) => part.outcome);
  const outcome = outcomes.includes('failed')
    ? 'failed'
    : outcomes.includes('unavailable')
      ? 'unavailable'
      : 'passed';
  return {
    outcome,
    reason: parts.map((part) => part.reason).join('; '),
    findings: parts.flatMap((part) => part.findings),
    ...listed(
      'tolerated',
      parts.flatMap((part) => part.tolerated ?? []),
    ),
    ...listed(
      'suppressed',
      parts.flatMap((part) => part.suppressed ?? []),
    ),
    ...listed(
      'notes',
      parts.flatMap((part) => part.notes ?? []),
    ),
    ...listed('unchecked', unique(named.flatMap(uncheckedOf))),
  };
}

function uncheckedOf([tool, { unchecked, outcome }]: ToolDecision): readonly string[] {
  return unchecked ?? (outcome === 'unavailable' ? [tool] : []);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function listed<K extends string, T>(key: K, items: readonly T[]): Partial<Record<K, readonly T[]>> {
  const record: Partial<Record<K, readonly T[]>> = {};
  if (items.length > 0) record[key] = items;
  return record;
}
