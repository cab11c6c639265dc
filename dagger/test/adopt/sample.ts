import type { AdoptFacts } from '../../src/adopt/proposal.ts';
import { rowsInUse } from '../../src/gates/order.ts';
import type { Finding } from '../../src/verdict/finding.ts';
import type { GateResult } from '../../src/verdict/model.ts';

/** A finding of ESLint's; a test states only its difference. */
export function finding(change: Partial<Finding> = {}): Finding {
  return { tool: 'eslint', rule: 'no-var', severity: 'HIGH', message: 'm', file: 'b.js', line: 1, ...change };
}

/** A gate that passed; a test states only its difference. */
export function gate(change: Partial<GateResult> = {}): GateResult {
  const name = change.gate ?? 'lint';
  return { gate: name, stage: name, outcome: 'passed', reason: 'r', findings: [], allowed: false, ...change };
}

/** A gate that is red for some findings. */
export function red(name: string, ...findings: readonly Finding[]): GateResult {
  return gate({ gate: name, outcome: 'failed', findings });
}

const rows = rowsInUse(['lint', 'semgrep', 'audit', 'test']);

/** A project with nothing of the pipeline's, whose every gate passed. */
export function factsWith(change: Partial<AdoptFacts> = {}): AdoptFacts {
  return {
    gates: rows.map((row) => gate({ gate: row.gate })),
    rows,
    folder: '.',
    settings: undefined,
    required: 85,
    coverage: undefined,
    baseline: undefined,
    answerable: { owner: 'Ada', until: '2027-02-28' },
    workflows: new Map(),
    module: `github.com/team/pipeline@${'0123abcd'.repeat(5)}`,
    ...change,
  };
}

/** Coverage of so many lines in per cent. */
export function covered(lines: number): {
  lines: number;
  branches: number;
  functions: number;
  statements: number;
} {
  return { lines, branches: 1, functions: 1, statements: 1 };
}
