import type { GateResult } from '../verdict/model.ts';
import type { PublishAttempt } from './proof-registry.ts';
import { columns } from '../verdict/table.ts';

/** The result of a defect in a copy of a sound project. The untouched copy has no expected gates. */
export interface Trial {
  readonly name: string;
  readonly expected: readonly string[];
  readonly gates: readonly GateResult[];
  readonly publish: PublishAttempt;
  /** Tags of it in the registry at the end; undefined if nothing of it was pushed, not even a layer. */
  readonly tags: readonly string[] | undefined;
}

/**
 * Whether a defect was caught: only its gates are red, publish refused and named them, and the registry has nothing of
 * it. The untouched copy must be green and published.
 */
export function isCaught({ expected, gates, publish, tags }: Trial): boolean {
  const red = redGates(gates);
  if (expected.length === 0) return red.length === 0 && publish.kind === 'published' && isHeld(tags);
  const isNamed = red.every((gate) => expected.includes(gate) && publish.answer.includes(gate));
  return red.length > 0 && isNamed && publish.kind === 'refused' && tags === undefined;
}

function isHeld(tags: readonly string[] | undefined): boolean {
  return tags !== undefined && tags.length > 0;
}

/** The proof as a table. It ends with the number of defects that were caught, and the result of the untouched copy. */
export function proofTable(control: Trial, trials: readonly Trial[]): string {
  const rows = [control, ...trials].map((trial) => [
    trial.name,
    trial.expected.join(' or ') || 'none',
    redGates(trial.gates).join(', ') || 'none',
    publishWord(trial),
    isCaught(trial) ? 'right' : `WRONG ${whyWrong(trial)}`.trim(),
  ]);
  const caught = trials.filter(isCaught).length;
  const found = control.gates.flatMap((gate) => gate.findings).length;
  const held = [control, ...trials].filter(({ tags }) => tags !== undefined).map(({ name }) => name);
  return [
    ...columns([['defect', 'expected', 'red', 'publish', ''], ...rows]),
    '',
    `the registry holds ${held.join(', ') || 'nothing'}`,
    `${String(caught)} of ${String(trials.length)} caught; the untouched copy has ${String(found)} findings`,
  ].join('\n');
}

/** The result of publish, and the registry's content if it contradicts that. */
function publishWord({ publish: { kind }, tags }: Trial): string {
  if (kind === 'published') return isHeld(tags) ? 'published' : 'published, but not there';
  return tags === undefined ? kind : `${kind}, but pushed`;
}

function redGates(gates: readonly GateResult[]): string[] {
  return gates.filter((gate) => gate.outcome === 'failed').map((gate) => gate.gate);
}

/** The reasons of a trial that went wrong: gates that could not check, and the message of publish. */
function whyWrong({ gates, publish }: Trial): string {
  const unchecked = gates
    .filter((gate) => gate.outcome === 'unavailable' && gate.stoppedBy === undefined)
    .map((gate) => `${gate.gate}: ${gate.reason.slice(0, 120)}`);
  return [...unchecked, publish.answer.slice(0, 200)].join('; ').replaceAll(/\s+/g, ' ');
}
