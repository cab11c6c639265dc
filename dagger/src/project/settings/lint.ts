import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { numberAt, pathAt, pathsAt, sectionAt, textAt } from './readers.ts';

/** The tools of the lint gate. */
export const lintTools = ['eslint', 'biome', 'oxlint', 'prettier', 'tsc', 'vue-tsc'] as const;

/** One of {@link lintTools}. */
export type LintTool = (typeof lintTools)[number];

/** Treatment of ESLint's warnings: `pass` lists them, `fail` makes them findings. */
export const warningRules = ['pass', 'fail'] as const;

/** One of {@link warningRules}. */
export type WarningRule = (typeof warningRules)[number];

/** What linters and formatters look at: the files that the project's own scripts name, or the whole source. */
export const lintScopes = ['scripts', 'source'] as const;

/** One of {@link lintScopes}. */
export type LintScopeName = (typeof lintScopes)[number];

/** A check of the project's own, whose findings are in a SARIF file. */
export interface LintCommand {
  /**
   * Its name in findings and sentences.
   * @pattern ^[a-z][a-z0-9-]{0,39}$
   */
  readonly name: string;
  /** A line for a shell. */
  readonly run: Text;
  /** The SARIF file that it writes, relative to the source. */
  readonly sarif: Text;
}

/** Settings of the lint gate. */
export interface LintSettings {
  /**
   * The tools in use. Default: those that the project has.
   * @minItems 1
   */
  readonly tools?: readonly LintTool[];
  /** Further checks of the project's own, each with its SARIF file. Default none. */
  readonly commands: readonly LintCommand[];
  /**
   * What linters and formatters look at. Default `scripts`: what the project's own scripts give them, such as `eslint src`;
   * the whole source where no script calls the tool.
   */
  readonly scope: LintScopeName;
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
  const section = sectionAt(place, ['tools', 'commands', 'scope', 'warnings', 'suppressions', 'parts']);
  const suppressions = section.at('suppressions').optional(numberAt({ from: 0, to: 1_000_000 }));
  const warnings = section.at('warnings').optional((rule) => rule.oneOf(warningRules));
  const named = section.at('tools');
  const tools = named.optional((list) => list.list((tool) => tool.oneOf(lintTools)));
  if (tools?.length === 0) throw named.mismatch('a tool at least: leave lint out of /gates to go without');
  return {
    ...(tools === undefined ? {} : { tools: lintTools.filter((tool) => tools.includes(tool)) }),
    commands: section.at('commands').optional((list) => list.list(commandAt)) ?? [],
    scope: section.at('scope').optional((scope) => scope.oneOf(lintScopes)) ?? 'scripts',
    ...(warnings === undefined ? {} : { warnings }),
    ...(suppressions === undefined ? {} : { suppressions }),
    parts: section.at('parts').optional(pathsAt) ?? [],
  };
}

/** A name is a word: findings and reports are called by it. */
function commandAt(place: JsonCursor): LintCommand {
  place.only(['name', 'run', 'sarif']);
  const name = place.at('name').filledText();
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) throw place.at('name').mismatch('a word of a-z, 0-9 and -');
  return { name, run: textAt(place.at('run')), sarif: pathAt(place.at('sarif')) };
}
