import { count, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { shareOf, someOf } from '../../project/files.ts';
import type { ToolScope } from './tool-scope.ts';

/** The files that a linter checked, and all JavaScript and TypeScript files of the source. */
export interface LintScope {
  readonly tool: string;
  readonly looked: readonly string[];
  /** Paths of all scripts of the source. */
  readonly scripts: readonly string[];
  /** What the project's own scripts let the tool look at; undefined for the whole source. */
  readonly scope?: ToolScope | undefined;
}

const isTypeScript = /\.[cm]?tsx?$/;

/** "12 files", or "12 of 15 files" if some scripts were skipped. */
export function scopeWords({ looked, scripts }: LintScope): string {
  return shareOf(looked.length, new Set([...looked, ...scripts]).size);
}

/**
 * A tool's decision with a note about the scripts that it skipped, which is the project's own choice. It is unavailable
 * if a linter checked no TypeScript in a project that has some.
 */
export function withinScope(decision: Decision, lint: LintScope): Decision {
  const { tool, looked, scripts, scope } = lint;
  const seen = new Set(looked);
  const passed = scripts.filter((path) => !seen.has(path));
  if (passed.length === 0) return decision;
  if (scope !== undefined)
    return { ...decision, notes: [...(decision.notes ?? []), scopeNote(tool, scope, passed)] };
  const typed = scripts.filter((path) => isTypeScript.test(path));
  const blind = typed.length > 0 && !typed.some((path) => seen.has(path));
  if (blind && decision.outcome === 'passed') {
    return unavailable(
      `${tool} checked none of ${count(typed.length, 'TypeScript file')}: name them in its configuration, or leave it out of lint.tools in pipeline.json`,
    );
  }
  const note = `${tool}: skipped by its own configuration: ${someOf(passed)}`;
  const told = { ...decision, notes: [...(decision.notes ?? []), note] };
  // Red for what it found elsewhere: were that not red, the gate would be unavailable.
  return blind && decision.outcome === 'failed' ? { ...told, unchecked: [tool] } : told;
}

/** Tells what a tool looks at by the project's own scripts, and the scripts of the source that it leaves out. */
function scopeNote(tool: string, { paths, by }: ToolScope, left: readonly string[]): string {
  const are = left.length === 1 ? 'is' : 'are';
  return `${tool} looks at ${paths} alone, as ${by} says: ${count(left.length, 'file')} ${are} left out: ${someOf(left)}`;
}

/** The decision of a tool that does not name what it checked, with a note about what its calls leave out. */
export function withScopeNote(
  decision: Decision,
  {
    tool,
    scope,
    outside,
  }: {
    readonly tool: string;
    readonly scope: ToolScope | undefined;
    readonly outside: readonly string[];
  },
): Decision {
  if (scope === undefined || outside.length === 0) return decision;
  return { ...decision, notes: [...(decision.notes ?? []), scopeNote(tool, scope, outside)] };
}
