import { count, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { shareOf, someOf } from '../../project/files.ts';

/** The files that a linter checked, and all JavaScript and TypeScript files of the source. */
export interface LintScope {
  readonly tool: string;
  readonly looked: readonly string[];
  /** Paths of all scripts of the source. */
  readonly scripts: readonly string[];
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
export function withinScope(decision: Decision, scope: LintScope): Decision {
  const { tool, looked, scripts } = scope;
  const seen = new Set(looked);
  const passed = scripts.filter((path) => !seen.has(path));
  if (passed.length === 0) return decision;
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
