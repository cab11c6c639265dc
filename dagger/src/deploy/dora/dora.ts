/**
 * The four measures of software delivery of the DORA research programme (dora.dev, "Accelerate State of DevOps"), from
 * past records of deployments.
 */
import type { Outcome } from '../../verdict/model.ts';

/** The facts of a past `deployment.json` that the measures need. */
export interface PastDeployment {
  /** Name of its file. */
  readonly name: string;
  readonly outcome: Outcome;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly provedAt?: number;
  readonly leadTimeMs?: number;
  /** False if it ended before anything that serves was changed, so that it is no change that could have failed. */
  readonly changed: boolean;
  /** From the failure to the proof of the previous version, where that was proved. */
  readonly recoveryMs?: number;
  /** True for a cluster that ended with its run and had no users. */
  readonly ownCluster: boolean;
}

/** One of the four measures. */
export interface Measure {
  readonly measure: 'deployment frequency' | 'lead time' | 'change failure rate' | 'time to restore';
  /** In the measure's unit; absent when no record says anything of it. */
  readonly value?: number;
  readonly unit: 'per day' | 'ms' | 'part';
  /** The value of elite teams; "on demand" counts as once a day or more often. */
  readonly elite: string;
  /** `too few`: there are too few records for a value to mean anything. */
  readonly standing: 'elite' | 'not elite' | 'too few' | 'no data';
  /** The records that it was computed from. */
  readonly basis: string;
}

/** Fewest records for which a measure means something. */
export const leastRecords = 10;

/** Days that records must span for a frequency. */
export const leastDays = 7;

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/**
 * The four measures over past deployments, in any order. A cluster that ends with its run serves nobody: a deployment to it
 * is a test, and neither a delivery nor a failure of one.
 */
export function doraOf(past: readonly PastDeployment[]): Measure[] {
  const records = past
    .filter(({ ownCluster }) => !ownCluster)
    .toSorted((left, right) => left.startedAt - right.startedAt);
  const changes = records.filter(({ changed }) => changed);
  const first = frequency(records);
  return [
    { ...first, basis: `${first.basis}${leftOut(past.length - records.length)}` },
    ...[leadTime(records), failureRate(changes), timeToRestore(changes, records)],
  ];
}

function leftOut(number: number): string {
  return number === 0 ? '' : `; ${String(number)} to clusters of their run's own left out`;
}

function frequency(records: readonly PastDeployment[]): Measure {
  const proved = records.filter(({ outcome }) => outcome === 'passed');
  const first = records[0]?.startedAt ?? 0;
  const days = ((records.at(-1)?.startedAt ?? 0) - first) / dayMs;
  const basis = `${String(proved.length)} proved deployments in ${days.toFixed(1)} days`;
  const about = {
    measure: 'deployment frequency',
    unit: 'per day',
    elite: 'on demand, 1 or more a day',
  } as const;
  if (records.length === 0) return { ...about, standing: 'no data', basis: 'no record' };
  // Less than a day is a day: two deployments within a minute are not thousands a day.
  const value = proved.length / Math.max(1, days);
  const enough = proved.length >= leastRecords && days >= leastDays;
  return { ...about, value, basis, standing: standingOf(enough, value >= 1) };
}

function leadTime(records: readonly PastDeployment[]): Measure {
  const times = records.flatMap(({ outcome, leadTimeMs }) =>
    outcome === 'passed' && leadTimeMs !== undefined ? [leadTimeMs] : [],
  );
  const about = { measure: 'lead time', unit: 'ms', elite: 'under an hour' } as const;
  const value = median(times);
  if (value === undefined)
    return { ...about, standing: 'no data', basis: 'no proved deployment of a commit' };
  const basis = `median of ${String(times.length)}, commit to proof`;
  return { ...about, value, basis, standing: standingOf(times.length >= leastRecords, value < hourMs) };
}

function failureRate(changes: readonly PastDeployment[]): Measure {
  const about = { measure: 'change failure rate', unit: 'part', elite: 'under 15 %' } as const;
  if (changes.length === 0) return { ...about, standing: 'no data', basis: 'no deployment changed anything' };
  const bad = changes.filter(({ outcome }) => outcome !== 'passed').length;
  const value = bad / changes.length;
  const basis = `${String(bad)} of ${String(changes.length)} changes`;
  return { ...about, value, basis, standing: standingOf(changes.length >= leastRecords, value < 0.15) };
}

/**
 * A failed change is over when the previous version or a later deployment is proved. One that is not
 * over yet has no time, and is named in the basis.
 */
function timeToRestore(changes: readonly PastDeployment[], records: readonly PastDeployment[]): Measure {
  const about = { measure: 'time to restore', unit: 'ms', elite: 'under an hour' } as const;
  const failures = changes.filter(({ outcome }) => outcome !== 'passed');
  const times = failures.map((failure) => failure.recoveryMs ?? untilNextProof(failure, records));
  const known = times.filter((time) => time !== undefined);
  const open = times.length - known.length;
  const value = median(known);
  if (value === undefined) {
    const basis = failures.length === 0 ? 'no change failed' : `${String(open)} not restored`;
    return { ...about, standing: 'no data', basis };
  }
  const still = open === 0 ? '' : `, ${String(open)} not restored`;
  const basis = `median of ${String(known.length)} failed changes${still}`;
  const good = value < hourMs && open === 0;
  // Failures are rare where things go well: the records decide whether there were enough, not the failures.
  return { ...about, value, basis, standing: standingOf(changes.length >= leastRecords, good) };
}

function untilNextProof(failure: PastDeployment, records: readonly PastDeployment[]): number | undefined {
  const failedAt = failure.startedAt + failure.durationMs;
  const proofs = records.flatMap(({ outcome, provedAt }) =>
    outcome === 'passed' && provedAt !== undefined && provedAt >= failedAt ? [provedAt] : [],
  );
  return proofs.length === 0 ? undefined : Math.min(...proofs) - failedAt;
}

function standingOf(enough: boolean, good: boolean): Measure['standing'] {
  if (!enough) return 'too few';
  return good ? 'elite' : 'not elite';
}

/** The middle value, or the mean of the two in the middle; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
