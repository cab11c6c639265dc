import type { GateResult } from './model.ts';
import type { PublishDecision } from './publish.ts';
import { columns } from './table.ts';

/** What happened when a defect was put into a copy of a sound project; the untouched copy has no expected gates. */
export interface Trial {
  readonly name: string;
  readonly expected: readonly string[];
  readonly gates: readonly GateResult[];
  readonly publish: PublishDecision;
}

/** Whether a defect was caught: by a gate that should, by no other, and not published. */
export function isCaught({ expected, gates, publish }: Trial): boolean {
  const red = redGates(gates);
  if (expected.length === 0) return red.length === 0 && publish.kind === 'publish';
  return red.length > 0 && red.every((gate) => expected.includes(gate)) && publish.kind === 'refuse';
}

/** The proof as a table, ending in how many of how many were caught and what the untouched copy had. */
export function proofTable(control: Trial, trials: readonly Trial[]): string {
  const rows = [control, ...trials].map((trial) => [
    trial.name,
    trial.expected.join(' or ') || 'none',
    redGates(trial.gates).join(', ') || 'none',
    trial.publish.kind === 'publish' ? 'would publish' : 'refused',
    isCaught(trial) ? 'right' : `WRONG ${notGreen(trial.gates)}`.trim(),
  ]);
  const caught = trials.filter(isCaught).length;
  const found = control.gates.flatMap((gate) => gate.findings).length;
  return [
    ...columns([['defect', 'expected', 'red', 'publish', ''], ...rows]),
    '',
    `${String(caught)} of ${String(trials.length)} caught; the untouched copy has ${String(found)} findings`,
  ].join('\n');
}

function redGates(gates: readonly GateResult[]): string[] {
  return gates.filter((gate) => gate.outcome === 'failed').map((gate) => gate.gate);
}

/** Gates that could not be checked by themselves, with their reason: what to look at when a trial went wrong. */
function notGreen(gates: readonly GateResult[]): string {
  return gates
    .filter((gate) => gate.outcome === 'unavailable' && gate.stoppedBy === undefined)
    .map((gate) => `${gate.gate}: ${gate.reason.slice(0, 120)}`)
    .join('; ');
}
