import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { numberAt, pathsAt, sectionAt } from './readers.ts';

/** The tools of the lint gate. */
export const lintTools = ['eslint', 'biome', 'prettier', 'tsc', 'vue-tsc'] as const;

/** One of {@link lintTools}. */
export type LintTool = (typeof lintTools)[number];

/** Treatment of ESLint's warnings: `pass` lists them, `fail` makes them findings. */
export const warningRules = ['pass', 'fail'] as const;

/** One of {@link warningRules}. */
export type WarningRule = (typeof warningRules)[number];

/** Settings of the lint gate. */
export interface LintSettings {
  /**
   * The tools in use. Default: those that the project has.
   * @minItems 1
   */
  readonly tools?: readonly LintTool[];
  /**
   * Treatment of ESLint's warnings. Default: they are listed, and red above the `--max-warnings` of the project's own
   * scripts.
   */
  readonly warnings?: WarningRule;
  /**
   * Highest number of suppressions, by comments and ignore files, for these tools. Default: any number, each listed.
   * @asType integer
   * @minimum 0
   * @maximum 1000000
   */
  readonly suppressions?: number;
  /**
   * Directories that import nothing from outside of themselves: ESLint lints each by itself, so that a change in one
   * does not lint the others again. Default none: the source is linted as a whole.
   */
  readonly parts: readonly Text[];
}

/** Reads the settings of the lint gate. */
export function lintAt(place: JsonCursor): LintSettings {
  const section = sectionAt(place, ['tools', 'warnings', 'suppressions', 'parts']);
  const suppressions = section.at('suppressions').optional(numberAt({ from: 0, to: 1_000_000 }));
  const warnings = section.at('warnings').optional((rule) => rule.oneOf(warningRules));
  const named = section.at('tools');
  const tools = named.optional((list) => list.list((tool) => tool.oneOf(lintTools)));
  if (tools?.length === 0) throw named.mismatch('a tool at least: leave lint out of /gates to go without');
  return {
    ...(tools === undefined ? {} : { tools: lintTools.filter((tool) => tools.includes(tool)) }),
    ...(warnings === undefined ? {} : { warnings }),
    ...(suppressions === undefined ? {} : { suppressions }),
    parts: section.at('parts').optional(pathsAt) ?? [],
  };
}
