import type { LintTool } from '../../project/settings.ts';
import type { Evidence } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import type { NeededPackage } from '../packages/installed.ts';

/** A command of a tool, run in a container of its own. */
export interface LintCommand {
  readonly words: readonly string[];
  /** Exit codes that are an answer, by the tool's manual. */
  readonly codes: readonly number[];
}

/** What a decision needs beside the output of the tool. */
export interface LintContext {
  /** Paths of all scripts of the source, including those that a tool skips. */
  readonly scripts: readonly string[];
  /** Highest number of warnings that is not red. Default: any number. */
  readonly warningLimit?: number | undefined;
}

/** A tool of the lint gate. */
export interface LintAdapter {
  /** Its package, and how the project can leave the tool out. */
  readonly needed: NeededPackage;
  /**
   * Its commands over the whole source.
   * @param version the installed one
   */
  readonly commands: (version: string) => readonly LintCommand[];
  /** The command that applies its fixes; absent for a tool that has none. */
  readonly fix?: (version: string) => LintCommand;
  /**
   * Decides on what its commands printed: one decision, and one more for each part that could not be read.
   * @param ran in the order of the commands
   */
  readonly decide: (ran: readonly Evidence[], context: LintContext) => readonly Decision[];
}

/** The sentence that names the setting which leaves a tool out. */
export function without(tool: LintTool): string {
  return `leave ${tool} out of lint.tools in pipeline.json`;
}
