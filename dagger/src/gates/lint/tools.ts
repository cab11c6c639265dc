import type { ProjectFacts } from '../../project/facts/facts.ts';
import type { ToolUse } from './adapter.ts';
import { type LintSettings, type LintTool, lintTools } from '../../project/settings/lint.ts';

/** The tools of a project that check its style, its format and its types. */
export interface ToolSelection {
  /** Tools to run. */
  readonly asked: readonly LintTool[];
  /** Tools of the project that this gate cannot run. */
  readonly unsupported: readonly string[];
  /** What the project has no tool for. */
  readonly notes: readonly string[];
}

/** Highest number of ESLint's warnings that is not red; undefined for any number. */
export function warningLimitFor(
  { warnings }: Pick<LintSettings, 'warnings'>,
  { linters }: Pick<ProjectFacts, 'linters'>,
): number | undefined {
  if (warnings !== undefined) return warnings === 'fail' ? 0 : undefined;
  const [limit] = linters.flatMap(({ value }) => (value.name === 'eslint' ? [value.warningLimit] : []));
  return limit;
}

/**
 * How a project uses a tool. Only an ESLint whose configuration is of the old form needs endings: there they are no part
 * of it (ESLint, "Configuration Files (Deprecated)").
 * @param version the installed one
 */
export function useOf(tool: LintTool, version: string, { linters }: Pick<ProjectFacts, 'linters'>): ToolUse {
  const extensions = linters.flatMap(({ value }) =>
    tool === 'eslint' && value.name === 'eslint' && value.style === 'eslintrc' ? value.extensions : [],
  );
  return { version, extensions: [...new Set(extensions)] };
}

/** Tools whose suppressions in the source are in effect: Vue's type checker obeys those of TypeScript's. */
export function suppressible(asked: readonly LintTool[]): LintTool[] {
  return [...new Set(asked.map((tool) => (tool === 'vue-tsc' ? 'tsc' : tool)))];
}

/** The facts that tools are selected by. */
export type ToolFacts = Pick<ProjectFacts, 'linters' | 'formatters' | 'typeCheckers'>;

/** The tools to run: those that `lint.tools` names, each whether the project has it or not; else those that it has. */
export function selectTools({ tools: named }: Pick<LintSettings, 'tools'>, facts: ToolFacts): ToolSelection {
  if (named !== undefined) return { asked: named, unsupported: [], notes: [] };
  const kinds = { linter: facts.linters, formatter: facts.formatters, 'type checker': facts.typeCheckers };
  const found = new Set(
    Object.values(kinds)
      .flat()
      .map(({ value }): string => value.name),
  );
  const isSupported = (name: string): boolean => lintTools.some((tool) => tool === name);
  return {
    asked: lintTools.filter((tool) => found.has(tool)),
    unsupported: [...found].filter((name) => !isSupported(name)),
    notes: Object.entries(kinds)
      .filter(([, tools]) => tools.length === 0)
      .map(([kind]) => `the project has no ${kind}`),
  };
}
