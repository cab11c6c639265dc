import type { Row } from '../gates/gate.ts';
import { carriedToolsOf } from '../gates/order.ts';
import { type Baseline, type CarriedFindings, neverCarried } from '../verdict/baseline.ts';
import type { Finding } from '../verdict/finding.ts';
import type { GateResult } from '../verdict/model.ts';

/** The gates of a run, with their rows in the table. */
export interface RunGates {
  readonly gates: readonly GateResult[];
  readonly rows: readonly Row[];
}

/**
 * A baseline that carries what is red today, sorted by file, tool and rule, so that a diff of it can be read.
 * @returns undefined where there is nothing that it could carry
 */
export function firstBaseline(
  run: RunGates,
  { owner, until }: Pick<Baseline, 'owner' | 'until'>,
): Baseline | undefined {
  const findings = counted(carriableOf(run));
  return findings.length === 0 ? undefined : { owner, until, findings };
}

/** The red findings that a baseline may carry. */
function carriableOf({ gates, rows }: RunGates): Finding[] {
  return gates.flatMap(({ gate, findings }) => {
    const row = rows.find((one) => one.gate === gate);
    if (row === undefined) return [];
    const carrying = { tools: carriedToolsOf(row), isScanner: row.isScanner === true };
    return findings.filter((finding) => neverCarried(finding, carrying) === undefined);
  });
}

function counted(findings: readonly Finding[]): CarriedFindings[] {
  const groups = new Map<string, CarriedFindings>();
  for (const { tool, rule, file = '' } of findings) {
    // Sorted as text, code unit by code unit, so that every machine sorts alike.
    const key = [file, tool, rule].join('\0');
    groups.set(key, { tool, rule, file, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, entry]) => entry);
}
