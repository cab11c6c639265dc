import { type Ending, passed } from '../verdict/ending.ts';
import type { Decision, Verdict } from '../verdict/model.ts';
import { findingLines, suppressedLines, verdictTable } from '../verdict/table.ts';
import { decisiveGates, exitCodes } from '../verdict/verdict.ts';

/** How a run ends: with the verdict's table, and where it is not green, the findings of what made it so. */
export function endingOfVerdict(verdict: Verdict): Ending {
  const table = verdictTable(verdict);
  if (verdict.exitCode === exitCodes.passed) return passed(table);
  const red = decisiveGates(verdict);
  const output = `${[...red.flatMap(findingLines), '', table].join('\n')}\n`;
  return { exitCode: verdict.exitCode, message: `${verdict.outcome}: ${whyNotGreen(verdict)}`, output };
}

/** Names of the gates that a verdict which is not green comes from, or what else it comes from. */
export function whyNotGreen(verdict: Verdict): string {
  const names = decisiveGates(verdict).map((gate) => gate.gate);
  return names.length === 0 ? withoutRedGate(verdict) : names.join(', ');
}

/** Why a run is not green in which no gate is red. */
function withoutRedGate({ gates }: Verdict): string {
  if (gates.length === 0) return 'pipeline.json names no gate of these';
  return gates.every((gate) => gate.outcome === 'unavailable')
    ? 'nothing was checked: every gate was allowed to be unavailable'
    : 'exceptions that are expired or match nothing';
}

/** How a gate that was asked by itself ends: with what it says, and its findings where it is not green. */
export function endingOfDecision(gate: string, decision: Decision): Ending {
  const head = `${gate}: ${decision.outcome}: ${decision.reason}`;
  const lines = [head, ...findingLines({ gate, ...decision }), ...suppressedLines({ gate, ...decision })];
  const output = `${lines.join('\n')}\n`;
  if (decision.outcome === 'passed') return passed(output);
  return { exitCode: exitCodes[decision.outcome], message: head, output };
}
