import type { NeededFile } from '../project/source.ts';
import type { Project } from '../project/project.stage.ts';
import type { ImageName } from '../tools/images.ts';
import type { Decision } from '../verdict/model.ts';
import type { Defect } from './defect.ts';

/** One gate: where it stands, what it waits for and why it is there. */
export interface Row {
  readonly stage: string;
  readonly gate: string;
  /** True for a gate that runs only where `pipeline.json` names it: an upgrade turns no other project red. */
  readonly onlyByName?: true;
  /** Gates that must be green before this one starts. */
  readonly needs: readonly string[];
  /** What must be in the source for it: what a project does not use is not asked for. */
  readonly files: readonly NeededFile[];
  /** What it is for, and why it stands where it stands. */
  readonly why: string;
  readonly images: readonly ImageName[];
  /** Names of the tools in this gate's findings, by which exceptions name them. */
  readonly tools: readonly string[];
  /** True for a scanner, for whose findings a project may make exceptions: never lint, tests or smoke. */
  readonly isScanner?: true;
  /** The commands that it runs, as a reader would type them. */
  readonly commands: readonly string[];
}

/** A gate: its row, how it is run, and known defects that turn it red. */
export interface Gate extends Row {
  /** Runs it on a project; what it throws makes the gate unavailable. */
  readonly run: (project: Project) => Promise<Decision>;
  /** Defects of a sound project that it must see, for prove-gates. */
  readonly defects: readonly Defect[];
}
