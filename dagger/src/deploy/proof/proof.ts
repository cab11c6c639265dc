import type { CheckName } from '../../verdict/check-names.ts';
import type { Outcome } from '../../verdict/model.ts';
import { bound } from './binding.ts';
import { imageCheck, oldPodsCheck, replicasCheck, restartsCheck, revisionCheck } from './check-pods.ts';
import { hardeningCheck, networkCheck } from './check-confinement.ts';
import { healthCheck } from './check-health.ts';
import { drainCheck, spreadCheck } from './check-nodes.ts';
import { loadCheck, probeCheck, rolloutCheck, smokeCheck } from './check-service.ts';
import type { Check, Line } from './check.ts';
import type { Observations } from './observations.ts';

/** The proof of a version: every check, and the observations that it was decided from. */
export interface Proof {
  readonly outcome: Outcome;
  readonly checks: readonly Check[];
  readonly observations: Observations;
}

/**
 * Decides whether a version is proved: every check of `checkNames`, each from the observations. A check without its
 * observation is unavailable, and a proof with an unavailable check that is not allowed does not pass.
 * @param require lines that the project makes binding beside those that always are
 */
export function decideProof(observations: Observations, require: readonly CheckName[]): Proof {
  const { expected, pods } = observations;
  const lines: Line[] = [
    rolloutCheck(observations),
    replicasCheck(pods, expected),
    imageCheck(pods, expected),
    revisionCheck(pods, expected),
    restartsCheck(pods),
    hardeningCheck(pods, expected),
    oldPodsCheck(observations.oldPods),
    healthCheck(observations.health),
    probeCheck(observations.probe, observations),
    ...(observations.load === undefined ? [] : [loadCheck(observations.load)]),
    ...(observations.smoke === undefined ? [] : [smokeCheck(observations.smoke)]),
    ...nodeChecks(observations),
    networkCheck(observations.network, expected),
  ];
  const checks = lines.map((line) => bound(line, { expected, require }));
  return { outcome: proofOutcome(checks), checks, observations };
}

/** Checks of nodes, for a new version. A version after a rollback is not tested by a drain. */
function nodeChecks({ nodes, drain }: Observations): Line[] {
  return nodes === undefined ? [] : [spreadCheck(nodes), drainCheck(nodes, drain)];
}

/** One failed check outweighs everything; one that is unavailable and not allowed outweighs what passed. */
export function proofOutcome(checks: readonly Pick<Check, 'outcome' | 'allowed'>[]): Outcome {
  if (checks.some(({ outcome }) => outcome === 'failed')) return 'failed';
  const open = checks.some(({ outcome, allowed }) => outcome === 'unavailable' && !allowed);
  return open || checks.length === 0 ? 'unavailable' : 'passed';
}

/** The checks that decided a proof's outcome, in one sentence; for a passed proof the number of passed checks. */
export function proofReason({ outcome, checks }: Pick<Proof, 'outcome' | 'checks'>): string {
  const decisive = checks.filter((check) => check.outcome === outcome && !check.allowed);
  if (outcome !== 'passed') return decisive.map(({ check, reason }) => `${check}: ${reason}`).join('; ');
  const open = checks.filter(({ allowed }) => allowed).map(({ check }) => check);
  const left = open.length === 0 ? '' : `; not proved: ${open.join(', ')}`;
  return `${String(decisive.length)} of ${String(checks.length)} checks passed${left}`;
}
