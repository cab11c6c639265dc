import { type Baseline, type CarriedFindings, groupKey, isOver } from './baseline.ts';
import type { BaselineUse, GateResult } from './model.ts';
import { hasLooked, type ToolRow } from './report-tools.ts';

/** What a baseline is held against. */
export interface LookedGates {
  readonly gates: readonly GateResult[];
  /** The gates that the project uses, with their tools. */
  readonly rows: readonly ToolRow[];
}

/** The state of a baseline in a run: what it carried, what it could let go of, and whether its last day is over. */
export function baselineUse(
  baseline: Baseline | undefined,
  { today, ...looked }: LookedGates & { readonly today: string },
): BaselineUse | undefined {
  if (baseline === undefined) return undefined;
  const { owner, until, findings } = baseline;
  const carried = looked.gates.reduce((sum, gate) => sum + (gate.carried?.length ?? 0), 0);
  const fewer = total(findings) - total(lowered(baseline, looked).findings);
  return { owner, until, carried, fewer, state: isOver(baseline, today) ? 'expired' : 'holding' };
}

/**
 * The baseline with the counts of what is still there, never higher, without the entries of which nothing is. What is
 * only tolerated is still there. An entry stays as it is where its tool could not check everything in each of its gates.
 */
export function lowered<T extends Baseline>(baseline: T, { gates, rows }: LookedGates): T {
  const counts = countsOf(gates);
  const complete = new Set(completeTools({ gates, rows }));
  const findings = baseline.findings.flatMap((entry) => {
    if (!complete.has(entry.tool)) return [entry];
    const count = Math.min(entry.count, counts.get(groupKey(entry)) ?? 0);
    return count === 0 ? [] : [{ ...entry, count }];
  });
  return { ...baseline, findings };
}

/** How many findings some entries carry. */
export function total(findings: readonly CarriedFindings[]): number {
  return findings.reduce((sum, { count }) => sum + count, 0);
}

function countsOf(gates: readonly GateResult[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { findings, carried = [], tolerated = [] } of gates) {
    for (const finding of [...findings, ...carried, ...tolerated]) {
      const key = groupKey(finding);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** Tools that checked everything in each gate that the project has of them. */
export function completeTools({ gates, rows }: LookedGates): string[] {
  const tools = [...new Set(rows.flatMap((row) => row.tools))];
  return tools.filter((tool) =>
    rows
      .filter((row) => row.tools.includes(tool))
      .every((row) => {
        const result = gates.find((gate) => gate.gate === row.gate);
        return result !== undefined && hasLooked(result, tool);
      }),
  );
}
