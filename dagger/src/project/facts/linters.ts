import { readIf } from '../../verdict/json-text.ts';
import { type Fact, fact, type Found, together } from './fact.ts';
import { type EslintOptions, eslintOptionsOf } from './eslint-options.ts';
import { nameOf } from './paths.ts';
import { saidTools } from './said.ts';
import type { Sources } from './sources.ts';
import { askedFor, namedTool, type Tool, toolIn } from './tool.ts';

/** Endings of configuration files that are programs. */
export const programEndings = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'];

/** A linter that gates can run. */
export type Linter =
  | Tool<'biome' | 'oxlint'>
  | (Tool<'eslint'> &
      EslintOptions & {
        /** How it is configured: `flat` by eslint.config.js, `eslintrc` in the form that ESLint 10 no longer reads. */
        readonly style: 'flat' | 'eslintrc' | undefined;
      });

/** Names of Biome's configuration (Biome, "Configuration file resolution"). */
export const biome = {
  name: 'biome',
  packages: ['@biomejs/biome'],
  configs: ['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'],
} as const;

const oxlint = {
  name: 'oxlint',
  packages: ['oxlint'],
  configs: ['.oxlintrc.json', '.oxlintrc.jsonc', 'oxlint.config.ts'],
} as const;

/** ESLint takes the flat configuration where there is one (ESLint, "Configuration Migration Guide"). */
const eslint = {
  name: 'eslint',
  packages: ['eslint'],
  configs: [
    ...programEndings.map((ending) => `eslint.config.${ending}`),
    ...['js', 'cjs', 'yaml', 'yml', 'json'].map((ending) => `.eslintrc.${ending}`),
    '.eslintrc',
  ],
  key: 'eslintConfig',
  needsConfig: true,
} as const;

/** Linters that no gate runs. */
const others = ['xo', 'standard', 'tslint', 'jshint', '@rslint/core'];

/** The linters of a project, or those that it says it has: a project may have several. */
export function lintersOf(sources: Sources): Found<readonly Fact<Linter>[]> {
  const parts: Found<readonly Fact<Linter>[]>[] = [
    eslintOf(sources),
    { found: biomeFor(sources, 'linter'), notes: [] },
    { found: toolIn(sources, oxlint), notes: [] },
    { found: [], notes: unknownTools(sources, others, 'linter') },
  ];
  const { found, notes } = together(parts);
  const named = (name: Linter['name']): Linter =>
    name === 'eslint'
      ? { ...namedTool(name), style: undefined, ...eslintOptionsOf(sources) }
      : namedTool(name);
  return { found: saidTools('lint', found, sources.said.lint, named), notes };
}

function eslintOf(sources: Sources): Found<readonly Fact<Linter>[]> {
  const options = eslintOptionsOf(sources);
  const found = toolIn(sources, eslint).map(({ value, from }) =>
    fact({ ...value, style: styleOf(value), ...options }, from),
  );
  const notes = found.flatMap(({ value, from }) => {
    const { style, major, config } = value;
    const isOld = style === 'eslintrc' && major !== undefined && major >= 9;
    if (isOld)
      return [`${from}: ESLint ${String(major)} does not read ${config ?? ''}: it expects eslint.config.js`];
    return config === undefined ? [`${from}: ESLint has no configuration in this folder`] : [];
  });
  return { found, notes };
}

function styleOf({ config }: Tool<'eslint'>): 'flat' | 'eslintrc' | undefined {
  if (config === undefined) return undefined;
  return nameOf(config).startsWith('eslint.config.') ? 'flat' : 'eslintrc';
}

/**
 * Where Biome is used as a linter or as a formatter: both, unless its configuration switches one off. A configuration
 * with comments is not read, and both count as in use, as they do by Biome's default.
 */
export function biomeFor(sources: Sources, part: 'linter' | 'formatter'): Fact<Tool<'biome'>>[] {
  return toolIn(sources, biome).filter(({ value: { config } }) => {
    const text = config === undefined ? undefined : sources.files.text(config);
    const read = (key: string): boolean | undefined =>
      readIf(text ?? '', (root) => root.at(key).at('enabled').optionalBoolean());
    return read(part) ?? true;
  });
}

/** Notes about tools that are there, and that no gate runs. */
export function unknownTools({ packages }: Sources, names: readonly string[], kind: string): string[] {
  return packages.flatMap((manifest) =>
    names.flatMap((name) => {
      const asked = askedFor(manifest, [name]);
      return asked === undefined ? [] : [`${asked.from}: a ${kind} that no gate runs`];
    }),
  );
}
