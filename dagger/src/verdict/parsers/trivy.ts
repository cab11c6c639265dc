import type { Finding } from '../model.ts';
import type { Parsed, ToolOutput } from './answer.ts';
import { unreadable } from './answer.ts';

/** What a Trivy report says, apart from the findings of all classes together. */
export interface TrivyFacts {
  /** What was scanned: an image's name or a directory. */
  readonly artifact: string;
  /** Files, package lists and layers that Trivy reports on: zero of them is no green gate. */
  readonly targets: number;
  readonly vulnerabilities: readonly Finding[];
  readonly misconfigurations: readonly Finding[];
  readonly secrets: readonly Finding[];
  /** Vulnerabilities without a fixed version that `ignoreUnfixed` took out: reported, never red. */
  readonly unfixed: readonly Finding[];
}

/** How to read a Trivy report. */
export interface TrivyOptions {
  /** Takes vulnerabilities that no version fixes out of the findings. Default false. */
  readonly ignoreUnfixed?: boolean;
}

/**
 * Reads the output of `trivy image|fs|config --format json` (SchemaVersion 2).
 * @returns not ok when it is no such report or Trivy did not end with code 0
 */
export function parseTrivy(
  output: ToolOutput,
  { ignoreUnfixed = false }: TrivyOptions = {},
): Parsed<TrivyFacts> {
  return unreadable(
    'trivy',
    `${String(output.text.length)} characters (${String(ignoreUnfixed)}) are not read yet`,
  );
}
