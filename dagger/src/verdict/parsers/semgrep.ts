import type { Finding } from '../model.ts';
import type { Parsed, ToolOutput } from './answer.ts';
import { defaultRoot, unreadable } from './answer.ts';

/** What a Semgrep report says beside its findings. */
export interface SemgrepFacts {
  readonly version: string;
  /** Files that were looked at: zero of them is no green gate. */
  readonly filesScanned: number;
  /** Results that a `nosemgrep` comment suppresses, where the report has them. */
  readonly suppressed: readonly Finding[];
  /** What could not be looked at, in Semgrep's words: a file that does not parse, a rule that ran out of time. */
  readonly incomplete: readonly string[];
}

/**
 * Reads the output of `semgrep scan --json`.
 * @param options.root the source directory in the container, default `/src`
 * @returns not ok when it is no such report, when Semgrep ended with a code other than 0 or 1, or when it reports an
 *   error that ended the scan
 */
export function parseSemgrep(
  output: ToolOutput,
  { root = defaultRoot }: { readonly root?: string } = {},
): Parsed<SemgrepFacts> {
  return unreadable(
    'semgrep',
    `a report of ${String(output.text.length)} characters below ${root} is not read yet`,
  );
}
