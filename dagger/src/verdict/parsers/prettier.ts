import type { Parsed, ToolOutput } from './answer.ts';
import { defaultRoot, unreadable } from './answer.ts';

/** What `prettier --list-different` printed: names of files on its output, what it could not read on the other. */
export interface PrettierOutput extends ToolOutput {
  readonly stderr: string;
}

/**
 * Reads what `prettier --list-different` printed.
 * @param options.root the source directory in the container, default `/src`
 * @returns not ok when Prettier failed and names no file that it could not parse
 */
export function parsePrettier(
  output: PrettierOutput,
  { root = defaultRoot }: { readonly root?: string } = {},
): Parsed<Record<string, never>> {
  return unreadable('prettier', `${String(output.text.length)} characters below ${root} are not read yet`);
}
