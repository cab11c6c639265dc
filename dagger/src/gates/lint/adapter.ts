import type { LintTool } from '../../project/settings/lint.ts';
import type { Evidence } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import type { NeededPackage } from '../packages/installed.ts';
import type { ToolScope } from './tool-scope.ts';

/** A command of a tool, run in a container of its own. */
export interface LintCommand {
  readonly words: readonly string[];
  /** Exit codes that are an answer, by the tool's manual. */
  readonly codes: readonly number[];
}

/** What a decision needs beside the output of the tool. */
export interface LintContext {
  /** The folder in the container that the tool ran in. Default `/src`. */
  readonly root?: string;
  /** Paths of all scripts of the source, including those that a tool skips. */
  readonly scripts: readonly string[];
  /** Highest number of warnings that is not red. Default: any number. */
  readonly warningLimit?: number | undefined;
  /** What the project's own scripts let the tool look at. Default: the whole source. */
  readonly scope?: ToolScope | undefined;
  /** How many calls of scripts its commands repeat, one after the other. Default 1: the whole source. */
  readonly calls?: number;
  /** Scripts of the source that no path of these calls names. */
  readonly outside?: readonly string[];
}

/** How a project uses a tool. */
export interface ToolUse {
  /** The installed version. */
  readonly version: string;
  /** Endings of the files that an ESLint looks for which its configuration does not tell; empty for its own choice. */
  readonly extensions: readonly string[];
  /** How the project's own scripts call it, with files in place of patterns; empty for the whole source. */
  readonly calls: readonly ToolCall[];
}

/** A call of a tool by a script: its own command, if it has any, and the words behind it. */
export interface ToolCall {
  readonly command: string | undefined;
  readonly words: readonly string[];
}

/** A tool of the lint gate. */
export interface LintAdapter {
  /** Its package, and how the project can leave the tool out. */
  readonly needed: NeededPackage;
  /** Its commands over the whole source. */
  readonly commands: (use: ToolUse) => readonly LintCommand[];
  /** The commands that apply its fixes; absent for a tool that has none. */
  readonly fix?: (use: ToolUse) => readonly LintCommand[];
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
