import type { CheckName } from '../../verdict/check-names.ts';
import type { Outcome } from '../../verdict/model.ts';

/** One check of a proof and how it ended, before it is decided whether the deployment depends on it. */
export interface Line {
  readonly check: CheckName;
  readonly outcome: Outcome;
  /** One sentence: what was seen. */
  readonly reason: string;
  /** True when this was unavailable and the deployment counts as proved without it; always said. */
  readonly allowed: boolean;
}

/** One check of a proof and how it ended. */
export interface Check extends Line {
  /** Whether a deployment without it is not proved: by default, or by `deploy.require`. */
  readonly binding: boolean;
}

/** How a check ended, in words: what is unavailable may be allowed, or may not be what the deployment depends on. */
export function checkWords({ outcome, allowed, binding }: Omit<Check, 'check' | 'reason'>): string {
  if (!binding) return `${outcome} (not binding)`;
  return allowed ? `${outcome} (allowed)` : outcome;
}

/** A check that passed. */
export function passed(check: CheckName, reason: string): Line {
  return { check, outcome: 'passed', reason, allowed: false };
}

/** A check that failed. */
export function failed(check: CheckName, reason: string): Line {
  return { check, outcome: 'failed', reason, allowed: false };
}

/** A check that could not be carried out. */
export function unavailable(check: CheckName, reason: string): Line {
  return { check, outcome: 'unavailable', reason, allowed: false };
}

/** A check that does not apply to this cluster: it is reported, does not count as proved, and does not fail the deployment. */
export function notApplicable(check: CheckName, reason: string): Line {
  return { check, outcome: 'unavailable', reason, allowed: true };
}

/** The result of a check for one pod: `bad` outweighs `unknown`, and both outweigh good. */
export interface PodOpinion {
  readonly bad?: string;
  readonly unknown?: string;
}

/**
 * A check over all pods: one bad pod fails it, one unknown makes it unavailable, and no pod at all proves nothing.
 * @param good the sentence for when all pods are good
 */
export function checkEach(
  check: CheckName,
  opinions: readonly PodOpinion[],
  good: (pods: number) => string,
): Line {
  const bad = opinions.flatMap((opinion) => opinion.bad ?? []);
  if (bad.length > 0) return failed(check, bad.join('; '));
  if (opinions.length === 0) return unavailable(check, 'there is no pod to check');
  const unknown = opinions.flatMap((opinion) => opinion.unknown ?? []);
  if (unknown.length > 0) return unavailable(check, unknown.join('; '));
  return passed(check, good(opinions.length));
}
