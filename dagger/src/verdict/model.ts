/**
 * The pipeline's words: gate result and verdict. Data only; every decision and every report is a function from and to these
 * types, and to findings.
 */

import type { Count, Day, Milliseconds, Name, Percent } from './figures.ts';
import type { Finding } from './finding.ts';

/** How a gate that ran, or should have run, ended. */
export type Outcome = 'passed' | 'failed' | 'unavailable';

/** How a gate ended on one part of a project. */
export interface PartResult {
  /** Path of the part in the project, such as a workspace's; `.` for the top. */
  readonly folder: string;
  readonly outcome: Outcome;
  readonly reason: string;
}

/** A gate's own decision: outcome, reason and findings. */
export interface Decision {
  readonly outcome: Outcome;
  /** One sentence: "312 tests passed, coverage 91.4 %", "no tests were found". */
  readonly reason: string;
  /** Findings at or above the threshold: those that made the gate red. */
  readonly findings: readonly Finding[];
  /** Findings below the threshold or excepted: reported, never red. */
  readonly tolerated?: readonly Finding[];
  /** Findings that the project's baseline carries: reported, not red until its last day. */
  readonly carried?: readonly Finding[];
  /**
   * Suppressions in the source, by comments and ignore files: file, line, and the reason if one
   * is given. Suppressions of scanners are reported and have no effect.
   */
  readonly suppressed?: readonly Finding[];
  /** Facts worth a line in the report: age of the vulnerability database, unofficial package, ... */
  readonly notes?: readonly string[];
  /**
   * Tools of the gate that could not check everything: the absence of their findings proves nothing. Absent if it is
   * all of them, or none, as the outcome says.
   */
  readonly unchecked?: readonly string[];
  /** The same for each part, where the gate checked a project part by part. */
  readonly parts?: readonly PartResult[];
}

/** A gate's row in the verdict. */
export interface GateResult extends Decision {
  readonly gate: Name;
  readonly stage: Name;
  /** True if the gate was unavailable and the caller allowed it (`--allow-unavailable`). */
  readonly allowed: boolean;
  /** The failed or unavailable gate that stopped this one before it ran. */
  readonly stoppedBy?: string;
  /** Gates that had to be green before this one started. */
  readonly needs?: readonly string[];
  /** Milliseconds from the run's start to the gate's start; absent when it did not run. */
  readonly startMs?: Milliseconds;
  /** Milliseconds that the gate took; absent when it did not run. */
  readonly durationMs?: Milliseconds;
}

/** A gate that a project does not have: its configuration leaves it out, or there is nothing that it could check. */
export interface NotConfigured {
  readonly gate: Name;
  /** `not named by pipeline.json`, `no Dockerfile`. */
  readonly reason: string;
}

/** An image that the run used. */
export interface ImageUse {
  readonly reference: string;
  /** Its purpose: `test`, `base of the image`, ... */
  readonly purpose: string;
  /** True when no container registry answered and the image was made from packages. */
  readonly madeFromPackages?: boolean;
}

/** An entry of the project's exceptions, and its state in this run. */
export interface ExceptionUse {
  readonly tool: string;
  /** The rule or advisory that is tolerated. */
  readonly id: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds, as `YYYY-MM-DD`. */
  readonly expires: Day;
  /** `used`: it tolerated a finding; `expired` and `unmatched` are red; `unchecked`: its gate did not run. */
  readonly state: 'used' | 'expired' | 'unmatched' | 'unchecked';
}

/** The project's baseline of findings that were there before, and its state in this run. */
export interface BaselineUse {
  readonly owner: string;
  /** Last day on which it carries findings, as `YYYY-MM-DD`. */
  readonly until: Day;
  /** How many findings it carried in this run. */
  readonly carried: Count;
  /** How many findings fewer there are than it could carry: they are fixed, and its counts can be lowered. */
  readonly fewer: Count;
  /** `holding`, or `expired`, which is red: its last day is over. */
  readonly state: 'holding' | 'expired';
}

/** A setting or file that makes the pipeline less strict than its defaults, or than the target branch. */
export interface Weakening {
  /** Its path in `pipeline.json`, such as `/coverage/lines`, or a file of the project. */
  readonly setting: string;
  /** Its value, and the value on the other side: `is 40 %, by default 85 %`. */
  readonly text: string;
  /** The side that is stricter: the defaults, or the target branch. */
  readonly than: 'defaults' | 'base';
}

/** The state of the target branch that a project's settings are compared with. */
export interface BaseUse {
  /** `origin/HEAD`, or what the caller names. */
  readonly name: string;
  /** Its commit; absent where nothing could be compared. */
  readonly commit?: string;
  /** Why nothing could be compared. */
  readonly reason?: string;
}

/** Coverage in per cent, 0 to 100. */
export interface Coverage {
  readonly lines: Percent;
  readonly branches: Percent;
  readonly functions: Percent;
  readonly statements: Percent;
}

/**
 * The result of a run, `verdict.json`: one row per gate in use, with its reason and findings. Exit codes: 0
 * all passed, 1 a gate failed, 3 something was unavailable.
 * @title Verdict of a pipeline run
 */
export interface Verdict {
  readonly schemaVersion: 1;
  readonly project: string;
  /** Commit, with -dirty where the tree was not clean. */
  readonly revision: string;
  /** `passed` (exit code 0), `failed` (1) or `unavailable` (3). */
  readonly outcome: Outcome;
  readonly exitCode: 0 | 1 | 3;
  readonly gates: readonly GateResult[];
  /** Gates that this project does not have, each with its reason. */
  readonly notConfigured: readonly NotConfigured[];
  readonly images: readonly ImageUse[];
  readonly coverage?: Coverage;
  /** Exceptions of the project's configuration, each with its state. */
  readonly exceptions?: readonly ExceptionUse[];
  /** The findings that were there before and are carried; absent for a project without a baseline. */
  readonly baseline?: BaselineUse;
  /** Settings and files that are weaker than the defaults or than the target branch. */
  readonly weakened?: readonly Weakening[];
  /** The target branch that settings were compared with, or why they were not. */
  readonly base?: BaseUse;
  /** Length of the run in milliseconds. */
  readonly durationMs: Milliseconds;
}
