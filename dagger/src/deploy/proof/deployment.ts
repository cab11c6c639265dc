import { seconds } from '../../verdict/duration.ts';
import type { Outcome } from '../../verdict/model.ts';
import { exitCodes } from '../../verdict/verdict.ts';
import type { Deployed, Deployment, Rollback } from './model.ts';
import { proofReason } from './proof.ts';
import { rollbackDecision, type RollbackFacts } from './rollback.ts';

/**
 * The record of a deployment, from the facts of its stages: outcome, exit code, reason, lead time, and the state of
 * the previous version. Only a proved deployment has passed.
 */
export function deploymentOf({ restored, takenAway, ...deployed }: Deployed): Deployment {
  const outcome = outcomeOf(deployed);
  const rollback = rollbackOf(deployed, { restored, takenAway });
  return {
    schemaVersion: 1,
    ...deployed,
    ...leadTimeOf(deployed),
    outcome,
    exitCode: exitCodes[outcome],
    reason: `${ownReason(deployed)}${rollbackWords(rollback)}`,
    rollback,
  };
}

function outcomeOf({ failure, proof }: Pick<Deployed, 'failure' | 'proof'>): Outcome {
  if (failure?.outcome === 'failed' || proof?.outcome === 'failed') return 'failed';
  return failure?.outcome ?? proof?.outcome ?? 'unavailable';
}

function ownReason({ failure, proof }: Pick<Deployed, 'failure' | 'proof'>): string {
  if (proof !== undefined && proof.outcome !== 'passed') return proofReason(proof);
  if (failure !== undefined) return `${failure.step} (${failure.rule}): ${failure.message}`;
  return proof === undefined ? 'nothing was proved' : proofReason(proof);
}

function rollbackOf(
  facts: RollbackFacts,
  { restored, takenAway }: { readonly [Name in 'restored' | 'takenAway']: Deployed[Name] | undefined },
): Rollback {
  const decision = rollbackDecision(facts);
  if (decision === 'nothing-to-go-back-to' && takenAway !== undefined) {
    return { kind: 'taken-away', ...takenAway };
  }
  if (decision !== 'roll-back') return { kind: decision };
  return restored === undefined ? { kind: 'not-tried' } : { kind: 'tried', ...restored };
}

/** The part of the reason that tells what happened to the previous version. */
function rollbackWords(rollback: Rollback): string {
  switch (rollback.kind) {
    case 'not-needed':
      return '';
    case 'nothing-changed':
      return '; nothing that serves was changed';
    case 'nothing-to-go-back-to':
      return '; a first deployment: there is nothing to go back to';
    case 'taken-away':
      return `; a first deployment: it was taken away again${stays(rollback.kept)}`;
    case 'not-tried':
      return '; THE PREVIOUS VERSION WAS NOT RESTORED';
    case 'tried':
      return rollback.proof.outcome === 'passed'
        ? `; the previous version serves again, proved after ${seconds(rollback.recoveryMs)}`
        : `; THE PREVIOUS VERSION IS NOT PROVED TO SERVE: ${proofReason(rollback.proof)}`;
  }
}

function stays(kept: readonly string[]): string {
  return kept.length === 0 ? '' : `, and ${kept.join(', ')} stays`;
}

/** Time from the commit to the end of the proof; absent without both times, or if the clock ran backwards. */
function leadTimeOf({ committedAt, provedAt }: Deployed): Pick<Deployment, 'leadTimeMs'> {
  if (committedAt === undefined || provedAt === undefined) return {};
  const leadTimeMs = Date.parse(provedAt) - Date.parse(committedAt);
  return leadTimeMs >= 0 ? { leadTimeMs } : {};
}
