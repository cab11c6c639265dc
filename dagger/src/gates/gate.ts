import type { NeededFile } from '../project/source.ts';
import type { Project } from '../project/project.stage.ts';
import type { Subject } from '../project/selection.ts';
import type { UsedImage } from '../tools/images.ts';
import type { Decision } from '../verdict/model.ts';
import type { Defect } from './defect.ts';

/** A gate's row in the pipeline: its stage, its needs and its purpose. */
export interface Row {
  readonly stage: string;
  readonly gate: string;
  /** True for a gate that runs only if `pipeline.json` names it, so that an upgrade does not turn other projects red. */
  readonly onlyByName?: true;
  /** Gates that must be green before this one starts. */
  readonly needs: readonly string[];
  /** Why a project has nothing that it could check; absent for a gate that finds something in every project. */
  readonly nothingToCheck?: (subject: Subject) => string | undefined;
  /** Files that the source must have for it. A project that does not use the gate does not need them. */
  readonly files: readonly NeededFile[];
  /** Its purpose, and the reason for its place in the pipeline. */
  readonly why: string;
  readonly images: readonly UsedImage[];
  /** Names of the tools in this gate's findings, which exceptions refer to. */
  readonly tools: readonly string[];
  /** True for a scanner, whose findings can have exceptions; never for lint, tests or smoke. */
  readonly isScanner?: true;
  /** The commands that it runs, as a person would type them. */
  readonly commands: readonly string[];
}

/** A gate: its row, its run, and known defects that turn it red. */
export interface Gate extends Row {
  /** Runs it on a project. An error that it throws makes the gate unavailable. */
  readonly run: (project: Project) => Promise<Decision>;
  /** Defects that it must detect in a sound project, for prove-gates. */
  readonly defects: readonly Defect[];
}
