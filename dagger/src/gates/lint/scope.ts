import { count, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { shareOf, someOf } from '../../project/files.ts';

/** What a linter looked at, beside the JavaScript and TypeScript files that are there. */
export interface LintScope {
  readonly tool: string;
  readonly looked: readonly string[];
  /** Paths of all scripts of the source. */
  readonly scripts: readonly string[];
}

const isTypeScript = /\.[cm]?tsx?$/;

/** "12 files", or "12 of 15 files" where some scripts were passed over. */
export function scopeWords({ looked, scripts }: LintScope): string {
  return shareOf(looked.length, new Set([...looked, ...scripts]).size);
}

/**
 * A tool's decision with the scripts that it passed over, which is the project's own choice and told. A linter that looked at
 * no TypeScript in a project that is written in it has checked nothing of it: that is unavailable.
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
      `${tool} looked at none of ${count(typed.length, 'TypeScript file')}: name them in its configuration, or leave it out of lint.tools in pipeline.json`,
    );
  }
  const note = `${tool}: by its own configuration not looked at: ${someOf(passed)}`;
  return { ...decision, notes: [...(decision.notes ?? []), note] };
}
