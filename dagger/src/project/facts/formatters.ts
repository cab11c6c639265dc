import { type Fact, type Found, together } from './fact.ts';
import { biomeFor, programEndings, unknownTools } from './linters.ts';
import type { Sources } from './sources.ts';
import { type Tool, toolIn } from './tool.ts';

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

/** The formatters of a project. */
export function formattersOf(sources: Sources): Found<readonly Fact<Formatter>[]> {
  const parts: Found<readonly Fact<Formatter>[]>[] = [
    { found: toolIn(sources, prettier), notes: [] },
    { found: biomeFor(sources, 'formatter'), notes: [] },
    { found: [], notes: unknownTools(sources, ['dprint', 'oxfmt'], 'formatter') },
  ];
  return together(parts);
}
