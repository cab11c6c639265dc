import type { ProjectFacts } from '../../project/facts/facts.ts';
import { withoutOptions } from '../../project/facts/command-options.ts';
import type { LintCall } from '../../project/facts/lint-calls.ts';
import type { LintContext, ToolUse } from './adapter.ts';
import { expanded, outside, scopeOf } from './tool-scope.ts';
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

/** Highest number of a tool's warnings that is not red, by the calls that are repeated; undefined for any number. */
export function warningLimitFor(
  { warnings }: Pick<LintSettings, 'warnings'>,
  { linters, lintCalls }: Pick<ProjectFacts, 'linters' | 'lintCalls'>,
  tool: LintTool = 'eslint',
): number | undefined {
  if (warnings !== undefined) return warnings === 'fail' ? 0 : undefined;
  const calls = lintCalls.filter(({ value }) => value.tool === tool);
  const limits = calls.flatMap(({ value }) => value.warningLimit ?? []);
  if (calls.length > 0 || tool !== 'eslint') return limits.length === 0 ? undefined : Math.min(...limits);
  const [limit] = linters.flatMap(({ value }) => (value.name === 'eslint' ? [value.warningLimit] : []));
  return limit;
}

/**
 * How a project uses a tool. Only an ESLint whose configuration is of the old form needs endings: there they are no part
 * of it (ESLint, "Configuration Files (Deprecated)").
 * @param version the installed one
 */
export function useOf(tool: LintTool, version: string, { facts, configuration, files }: UsedBy): ToolUse {
  const { linters } = facts;
  const extensions = linters.flatMap(({ value }) =>
    tool === 'eslint' && value.name === 'eslint' && isOldEslint(value) ? value.extensions : [],
  );
  const isFlat = tool === 'eslint' && linters.every(({ value }) => !isOldEslint(value));
  const calls = callsFor(tool, facts, configuration.lint).map((call) => {
    const words = expanded(call, files);
    const kept = isFlat ? withoutOptions(words, { flags: [], valued: ['--ext'] }) : words;
    return { command: call.command, words: call.paths.length === 0 ? ['.', ...kept] : kept };
  });
  return { version, extensions: [...new Set(extensions)], calls };
}

function isOldEslint(linter: ProjectFacts['linters'][number]['value']): boolean {
  return linter.name === 'eslint' && linter.style === 'eslintrc';
}

/** The calls of a tool that are repeated; none for the whole source. */
function callsFor(
  tool: LintTool,
  { lintCalls }: Pick<ProjectFacts, 'lintCalls'>,
  { scope }: Pick<LintSettings, 'scope'>,
): LintCall[] {
  return scope === 'source' ? [] : lintCalls.flatMap(({ value }) => (value.tool === tool ? [value] : []));
}

/** What the decision on a tool needs beside its output. */
export function contextFor(
  tool: LintTool,
  { facts, configuration: { lint }, scripts }: LintedSource,
): LintContext {
  const calls = lint.parts.length > 0 && tool === 'eslint' ? [] : callsFor(tool, facts, lint);
  return {
    scripts,
    warningLimit: warningLimitFor(lint, facts, tool),
    scope: scopeOf(calls),
    outside: outside(calls, scripts),
    ...(calls.length === 0 ? {} : { calls: calls.length }),
  };
}

/** A project, and the paths of the scripts in its source. */
export interface LintedSource {
  readonly facts: Pick<ProjectFacts, 'linters' | 'lintCalls'>;
  readonly configuration: { readonly lint: Pick<LintSettings, 'scope' | 'warnings' | 'parts'> };
  readonly scripts: readonly string[];
}

/** A project that uses a tool, and the paths of its files. */
export interface UsedBy {
  readonly facts: Pick<ProjectFacts, 'linters' | 'lintCalls'>;
  readonly configuration: { readonly lint: Pick<LintSettings, 'scope'> };
  readonly files: readonly string[];
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
