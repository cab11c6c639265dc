import type { Verdict } from '../verdict/model.ts';
import { redEntries } from '../verdict/verdict.ts';

/** Whether an image may be published. */
export type PublishDecision =
  | { readonly kind: 'publish' }
  | { readonly kind: 'refuse'; readonly gates: readonly string[]; readonly reason: string };

/**
 * Decides whether the image of a verdict may be published: only if every gate that the project uses has passed. An
 * allowance for a local run does not count, and neither does a run of only some gates.
 * @param inUse gates that the project's configuration uses
 */
export function publishDecision(
  verdict: Pick<Verdict, 'gates' | 'exceptions' | 'baseline'>,
  inUse: readonly string[],
): PublishDecision {
  const passed = new Set(verdict.gates.filter((gate) => gate.outcome === 'passed').map((gate) => gate.gate));
  const gates = inUse.filter((gate) => !passed.has(gate));
  if (gates.length > 0) return { kind: 'refuse', gates, reason: `not passed: ${gates.join(', ')}` };
  if (inUse.length === 0) return { kind: 'refuse', gates, reason: 'the project uses no gate' };
  const stale = redEntries(verdict);
  if (stale.length > 0) return { kind: 'refuse', gates, reason: stale.join('; ') };
  return { kind: 'publish' };
}
