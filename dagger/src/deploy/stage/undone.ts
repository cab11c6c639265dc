import type { CheckName } from '../../verdict/check-names.ts';
import { rollbackDecision, type RollbackFacts } from '../proof/rollback.ts';
import { decideProof } from '../proof/proof.ts';
import type { Deployed } from '../proof/model.ts';
import type { FinishSettings } from './program-settings.ts';
import type { ProgramRecords } from './record.ts';

/** The task of the program `finish`. @param outlives whether the cluster is there after the run, so that what is bad must go */
export function wayOf(facts: RollbackFacts, outlives: boolean): FinishSettings['way'] {
  const decision = rollbackDecision(facts);
  if (decision === 'not-needed') return 'keep';
  if (decision === 'nothing-to-go-back-to') return outlives ? 'take-away' : 'leave';
  return decision === 'roll-back' ? decision : 'leave';
}

/** What became of a version that is not proved: the one before, proved by the same lines, or what was taken away. */
export function undoneBy(
  record: ProgramRecords['finish'],
  { seenAt, require }: { readonly seenAt: number | undefined; readonly require: readonly CheckName[] },
): Pick<Deployed, 'restored' | 'takenAway'> {
  const { observations, takenAway } = record;
  if (takenAway !== undefined) return { takenAway };
  const recoveryMs = recoveryOf(record, seenAt);
  if (observations === undefined || recoveryMs === undefined) return {};
  return { restored: { proof: decideProof(observations, require), recoveryMs } };
}

/** The recovery time, without the wait for pods of the failed version to end: they serve nobody. */
function recoveryOf(
  { endedAt, leavingMs = 0 }: ProgramRecords['finish'],
  seenAt: number | undefined,
): number | undefined {
  return seenAt === undefined || endedAt === undefined
    ? undefined
    : Math.max(0, endedAt - seenAt - leavingMs);
}

/** Notes on Jobs that ran for a version that is not proved: nobody takes back what they did. */
export function jobNotes(jobs: readonly string[], way: FinishSettings['way']): string[] {
  if (jobs.length === 0 || way === 'keep') return [];
  const list = jobs.join(', ');
  const rest =
    way === 'roll-back' ? 'the version before runs with it' : 'look at it before the next deployment';
  return [
    `${list} had begun for the version that is not proved: what it changed, such as a schema, stays; ${rest}`,
  ];
}
