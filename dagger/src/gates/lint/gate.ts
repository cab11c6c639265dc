import type { Gate } from '../gate.ts';
import { defects } from './defects.ts';
import { ownTool } from './own-command.ts';
import { lint } from './stage.ts';

/** The gate's place in the pipeline, its run, and the defects that prove it. */
export const lintGate: Gate = {
  stage: 'lint',
  gate: 'lint',
  needs: [],
  files: ['manifest'],
  nothingToCheck: ({ facts: { linters, formatters, typeCheckers }, configuration: { lint: settings } }) =>
    linters.length + formatters.length + typeCheckers.length + settings.commands.length === 0
      ? 'no linter, formatter or type checker'
      : undefined,
  why: 'Style, unused and cyclic imports, complexity and types: the fastest answer, so it starts first.',
  images: ['projectNode', 'node'],
  tools: ['eslint', 'biome', 'oxlint', 'prettier', 'tsc', 'vue-tsc', ownTool],
  commands: [
    'eslint . --format json',
    'biome ci --reporter=gitlab .',
    'oxlint --format=json .',
    'prettier . --list-different',
    'tsc --noEmit --pretty false',
    'vue-tsc --noEmit --pretty false',
  ],
  run: lint,
  defects,
};
