import type { GateResult, Verdict } from './model.ts';

/** A gate, and the tools in its findings. */
export interface ToolRow {
  readonly gate: string;
  readonly tools: readonly string[];
}

/**
 * Tools whose findings are complete, because they checked everything in each of their gates in this run.
 * Only these get a SARIF file: an empty file for a gate that could not check would close alerts that are still open.
 */
export function conclusiveTools({ gates }: Pick<Verdict, 'gates'>, rows: readonly ToolRow[]): string[] {
  const tools = [...new Set(rows.flatMap((row) => row.tools))];
  return tools.filter((tool) => {
    const names = rows.filter((row) => row.tools.includes(tool)).map((row) => row.gate);
    const results = gates.filter((result) => names.includes(result.gate));
    return results.length > 0 && results.every((result) => hasLooked(result, tool));
  });
}

/** Whether a tool of a gate checked everything, so that the absence of a finding means something. */
export function hasLooked(
  { outcome, unchecked }: Pick<GateResult, 'outcome' | 'unchecked'>,
  tool: string,
): boolean {
  return unchecked === undefined ? outcome !== 'unavailable' : !unchecked.includes(tool);
}

/**
 * Whether a run has an image that can be listed: the gate that builds it passed or, in a project without that
 * gate, one ran that comes after it.
 */
export function hasImage(
  gates: readonly Pick<GateResult, 'gate' | 'stage' | 'outcome' | 'durationMs'>[],
): boolean {
  const own = gates.find(({ gate }) => gate === 'image');
  if (own !== undefined) return own.outcome === 'passed';
  return gates.some(({ stage, durationMs }) => ['scan', 'smoke'].includes(stage) && durationMs !== undefined);
}
