import type { Parsed, ToolOutput } from './answer.ts';
import { defaultRoot, unreadable } from './answer.ts';

/** What an ESLint report says beside its findings. */
export interface EslintFacts {
  /** Files that were looked at: zero is no green gate. */
  readonly files: number;
}

/**
 * Reads the output of `eslint --format json`.
 * @param options.root the source directory in the container, default `/src`
 * @returns not ok when it is no such report or ESLint ended with a code other than 0 or 1
 */
export function parseEslint(
  output: ToolOutput,
  { root = defaultRoot }: { readonly root?: string } = {},
): Parsed<EslintFacts> {
  return unreadable('eslint', `${String(output.text.length)} characters below ${root} are not read yet`);
}
