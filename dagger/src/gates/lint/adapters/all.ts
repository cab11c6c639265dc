import type { LintTool } from '../../../project/settings/lint.ts';
import type { LintAdapter } from '../adapter.ts';
import { biome } from './biome.ts';
import { eslint } from './eslint.ts';
import { oxlint } from './oxlint.ts';
import { prettier } from './prettier.ts';
import { tsc, vueTsc } from './tsc.ts';

/** The tools of the lint gate. */
export const adapters: Readonly<Record<LintTool, LintAdapter>> = {
  eslint,
  biome,
  oxlint,
  prettier,
  tsc,
  'vue-tsc': vueTsc,
};
