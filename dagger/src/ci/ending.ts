import { type Ending, passed } from '../verdict/ending.ts';
import type { Decision, Verdict } from '../verdict/model.ts';
import { findingLines, suppressedLines, verdictTable } from '../verdict/table.ts';
import { decisiveGates, exitCodes, redEntries } from '../verdict/verdict.ts';

/** The end of a run: the verdict's table and, if it is not green, the findings of the gates that decided it. */
export function endingOfVerdict(verdict: Verdict): Ending {
  const table = verdictTable(verdict);
  if (verdict.exitCode === exitCodes.passed) return passed(table);
  const red = decisiveGates(verdict);
  const output = `${[...red.flatMap(findingLines), '', table].join('\n')}\n`;
  return { exitCode: verdict.exitCode, message: `${verdict.outcome}: ${whyNotGreen(verdict)}`, output };
}

/** The gates that made a verdict not green, or the other reason for it. */
export function whyNotGreen(verdict: Verdict): string {
  const names = decisiveGates(verdict).map((gate) => gate.gate);
  return names.length === 0 ? withoutRedGate(verdict) : names.join(', ');
}

/** The reason for a verdict that is not green although no gate failed. */
function withoutRedGate(verdict: Verdict): string {
  const { gates } = verdict;
  if (gates.length === 0) return 'pipeline.json uses none of these gates';
  const red = redEntries(verdict);
  if (red.length > 0) return red.join('; ');
  return 'nothing was checked: every gate was allowed to be unavailable';
}

/** The end of a single gate's call: its reason and, if it is not green, its findings. */
export function endingOfDecision(gate: string, decision: Decision): Ending {
  const head = `${gate}: ${decision.outcome}: ${decision.reason}`;
  const lines = [head, ...findingLines({ gate, ...decision }), ...suppressedLines({ gate, ...decision })];
  const output = `${lines.join('\n')}\n`;
  if (decision.outcome === 'passed') return passed(output);
  return { exitCode: exitCodes[decision.outcome], message: head, output };
}
