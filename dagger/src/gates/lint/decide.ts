import type { LintTool } from '../../project/settings/lint.ts';
import { type Evidence, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { combine } from '../../tools/tool-gate.ts';
import type { LintContext } from './adapter.ts';
import { adapters } from './adapters/all.ts';
import { decideOwnCommand, type OwnCommandRun, ownTool } from './own-command.ts';

/** A project, as far as it decides on its tools. */
export interface LintedProject {
  /** What the decision on a tool needs beside its output. */
  readonly contextOf: (tool: LintTool) => LintContext;
  /** Tools of the project that this gate cannot run. */
  readonly unsupported: readonly string[];
  /** What the commands of `lint.commands` did. Default none. */
  readonly commands?: readonly OwnCommandRun[];
  /** Highest number of warnings of these commands that is not red. Default any number. */
  readonly warningLimit?: number | undefined;
}

/** A tool that was asked, and what its commands printed, or the reason why it did not run. */
export interface AskedTool {
  readonly tool: LintTool;
  readonly ran: readonly Evidence[] | string;
}

/**
 * Decides the lint gate: any finding is red, and every tool is reported, not only the first red one. A tool that is
 * missing, crashed, was killed or checked no file makes the gate unavailable unless another one has findings.
 */
export function decideLint(
  asked: readonly AskedTool[],
  { unsupported, contextOf, commands = [], warningLimit }: LintedProject,
): Decision {
  return combine([
    ...asked.flatMap(({ tool, ran }) =>
      decisionsOf(tool, ran, contextOf(tool)).map((decision) => [tool, decision] as const),
    ),
    ...commands.map((run) => [ownTool, decideOwnCommand(run, warningLimit)] as const),
    ...unsupported.map((tool) => [tool, decideUnsupported(tool)] as const),
  ]);
}

function decisionsOf(tool: LintTool, ran: AskedTool['ran'], context: LintContext): readonly Decision[] {
  return typeof ran === 'string' ? [unavailable(ran)] : adapters[tool].decide(ran, context);
}

function decideUnsupported(tool: string): Decision {
  return unavailable(
    `${tool} is used by the project, and this gate cannot run it: name the others in lint.tools in pipeline.json to go without`,
  );
}
