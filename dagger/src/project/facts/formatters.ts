import { type Fact, type Found, together } from './fact.ts';
import { callsAmong } from './lint-calls.ts';
import { biomeFor, programEndings, unknownTools } from './linters.ts';
import { saidTools } from './said.ts';
import type { Sources } from './sources.ts';
import { namedTool, type Tool, toolIn } from './tool.ts';

/** A formatter that gates can run. */
export type Formatter = Tool<'prettier'> | Tool<'biome'>;

/** In the order in which Prettier looks for them (Prettier, "Configuration File"). */
const prettier = {
  name: 'prettier',
  packages: ['prettier'],
  key: 'prettier',
  configs: [
    '.prettierrc',
    ...['json', 'yaml', 'yml', 'json5', 'toml', ...programEndings].map((ending) => `.prettierrc.${ending}`),
    ...programEndings.map((ending) => `prettier.config.${ending}`),
  ],
} as const;

/** The formatters of a project, or those that it says it has. */
export function formattersOf(sources: Sources): Found<readonly Fact<Formatter>[]> {
  const parts: Found<readonly Fact<Formatter>[]>[] = [
    prettierIn(sources),
    { found: biomeFor(sources, 'formatter'), notes: [] },
    { found: [], notes: unknownTools(sources, ['dprint', 'oxfmt'], 'formatter') },
  ];
  const { found, notes } = together(parts);
  const named = (name: Formatter['name']): Formatter =>
    name === 'biome' ? namedTool(name) : namedTool(name);
  return { found: saidTools('format', found, sources.said.format, named), notes };
}

/**
 * Where Prettier is used. A dependency alone is no use of it: a project without a configuration and without a script that
 * calls it may have it for something else, and nobody has ever formatted its files.
 */
function prettierIn(sources: Sources): Found<readonly Fact<Tool<'prettier'>>[]> {
  const isCalled = sources.packages.some(({ scripts }) =>
    callsAmong(scripts).some(({ tool }) => tool === 'prettier'),
  );
  const all = toolIn(sources, prettier);
  const used = all.filter(({ value }) => isCalled || value.config !== undefined);
  const unused = all.filter((one) => !used.includes(one));
  return {
    found: used,
    notes: unused.map(({ from }) => `${from}: no configuration and no script uses Prettier: it is not asked`),
  };
}
