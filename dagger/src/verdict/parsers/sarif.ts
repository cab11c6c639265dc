import type { Finding } from '../model.ts';
import type { Parsed, ToolOutput } from './answer.ts';
import { defaultRoot, unreadable } from './answer.ts';

/** What a SARIF log says beside its findings. */
export interface SarifFacts {
  /** Version of the tool, where the log has it. */
  readonly version?: string;
  /** Rules that the tool describes. */
  readonly rules: number;
  /** Results that a comment in the source suppresses: reported, never red. */
  readonly suppressed: readonly Finding[];
  /** What the tool could not look at, in its own words: errors of a file, timeouts. */
  readonly incomplete: readonly string[];
}

/** How to read a SARIF log. */
export interface SarifOptions {
  /** Whose results these are: `codeql`, `semgrep`, `trivy`. */
  readonly tool: string;
  /** The source directory in the tool's container. Default `/src`. */
  readonly root?: string;
}

/**
 * Reads a SARIF 2.1.0 log (CodeQL, Semgrep, Trivy).
 * @returns not ok when it is no such log, or when the tool says in it that it did not succeed
 */
export function parseSarif(
  output: ToolOutput,
  { tool, root = defaultRoot }: SarifOptions,
): Parsed<SarifFacts> {
  return unreadable(tool, `SARIF of ${String(output.text.length)} characters below ${root} is not read yet`);
}
