import { type Fact, type Found, together } from './fact.ts';
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
    { found: toolIn(sources, prettier), notes: [] },
    { found: biomeFor(sources, 'formatter'), notes: [] },
    { found: [], notes: unknownTools(sources, ['dprint', 'oxfmt'], 'formatter') },
  ];
  const { found, notes } = together(parts);
  const named = (name: Formatter['name']): Formatter =>
    name === 'biome' ? namedTool(name) : namedTool(name);
  return { found: saidTools('format', found, sources.said.format, named), notes };
}
