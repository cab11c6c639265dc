import type { Fact, Found } from './fact.ts';
import { unknownTools } from './linters.ts';
import { saidTools } from './said.ts';
import type { Sources } from './sources.ts';
import { namedTool, type Tool, toolIn } from './tool.ts';

/** A type checker that gates can run. */
export type TypeChecker = Tool<'tsc'> | Tool<'vue-tsc'>;

const configs = ['tsconfig.json'];

/** TypeScript 7 is also published as a preview under another name. */
const tsc = {
  name: 'tsc',
  packages: ['typescript', '@typescript/native-preview'],
  configs,
  needsConfig: true,
} as const;
const vueTsc = { name: 'vue-tsc', packages: ['vue-tsc'], configs } as const;

/**
 * The type checkers of a project, or those that it says it has. In a folder whose project, or whose root, asks for vue-tsc, that is the one: it
 * checks what tsc checks, and components, too.
 */
export function typeCheckersOf(sources: Sources): Found<readonly Fact<TypeChecker>[]> {
  const vue = toolIn(sources, vueTsc).filter(({ value }) => value.version !== undefined);
  const folders = new Set(vue.map(({ value }) => value.folder));
  const plain = toolIn(sources, tsc).filter(({ value }) => !folders.has(value.folder));
  const named = (name: TypeChecker['name']): TypeChecker =>
    name === 'tsc' ? namedTool(name) : namedTool(name);
  return {
    found: saidTools('types', [...vue, ...plain], sources.said.types, named),
    notes: unknownTools(sources, ['svelte-check', '@astrojs/check'], 'type checker'),
  };
}
