import type { Directory } from '@dagger.io/dagger';
import { func, object } from '@dagger.io/dagger';

import { endingOfVerdict } from '../ci/ending.ts';
import { endingFiles } from '../report/deployment.stage.ts';
import { type Ending, linesOf } from '../verdict/ending.ts';
import type { GateResult, Verdict as RunVerdict } from '../verdict/model.ts';

/** One gate of a run, and how it ended. */
@object()
export class Gate {
  /** Name of the gate, as `plan` lists it. */
  @func()
  name: string;

  /** Name of its stage. */
  @func()
  stage: string;

  /** `passed`, `failed` or `unavailable`. */
  @func()
  outcome: string;

  /** Whether the caller allowed it to be unavailable. */
  @func()
  allowed: boolean;

  /** One sentence: why it ended so. */
  @func()
  reason: string;

  /** How many findings it has. */
  @func()
  findings: number;

  constructor(
    name: string,
    stage: string,
    outcome: string,
    allowed: boolean,
    reason: string,
    findings: number,
  ) {
    this.name = name;
    this.stage = stage;
    this.outcome = outcome;
    this.allowed = allowed;
    this.reason = reason;
    this.findings = findings;
  }
}

/** The verdict of a run. Reading it never fails, however the run ended. */
@object()
export class Verdict {
  /** `passed`, `failed`, `unavailable`, or `refused` where the arguments, the source or pipeline.json are wrong. */
  @func()
  outcome: string;

  /** The exit code that `ci` has for it: 0 passed, 1 failed, 2 refused, 3 unavailable. */
  @func()
  exitCode: number;

  /** The gates that ran, in order. */
  @func()
  gates: Gate[];

  /** Table of the gates with the findings of those that are not green; of a refusal, its reason. */
  @func()
  table: string;

  /** Everything that is known about the run, as files: the same as `report`. */
  @func()
  report: Directory;

  constructor(outcome: string, exitCode: number, gates: Gate[], table: string, report: Directory) {
    this.outcome = outcome;
    this.exitCode = exitCode;
    this.gates = gates;
    this.table = table;
    this.report = report;
  }
}

/** The verdict of a run that took place. */
export function verdictOfRun(verdict: RunVerdict, report: Directory): Verdict {
  const { output } = endingOfVerdict(verdict);
  return new Verdict(verdict.outcome, verdict.exitCode, verdict.gates.map(gateOf), output, report);
}

/** The verdict of a call that ran no gate. */
export function verdictOfEnding(ending: Ending): Verdict {
  const { exitCode, output } = ending;
  const table = [...linesOf(ending), output].join('\n');
  return new Verdict(outcomeOf(ending), exitCode, [], table, endingFiles(ending));
}

/** The word for an exit code. */
export function outcomeOf({ exitCode }: Pick<Ending, 'exitCode'>): string {
  return ['passed', 'failed', 'refused'][exitCode] ?? 'unavailable';
}

function gateOf({ gate, stage, outcome, allowed, reason, findings }: GateResult): Gate {
  return new Gate(gate, stage, outcome, allowed, reason, findings.length);
}
