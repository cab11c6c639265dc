import { seconds } from '../../verdict/duration.ts';
import { count } from '../../verdict/evidence.ts';
import { failed, type Line, passed, unavailable } from './check.ts';
import { diagnosis } from './diagnosis.ts';
import type { Expected, Observations } from './observations.ts';
import { isObserved, type Observed } from './observed.ts';
import { withoutPromise } from './offers.ts';
import type { PodFacts } from './pod-facts.ts';
import type { Ended, Load, ProbeFailure, SteadyProbe } from './traffic.ts';

/** Requests per second that the steady probe must really have sent: fewer could miss an interruption. */
export const leastRatePerSecond = 20;

/** Share of the rate that may be lost to delays of the machine; with more loss the probe proves nothing. */
const rateTolerance = 0.1;

/** Every replica was updated and available within the deadline. */
export function rolloutCheck({ rollout, pods }: Pick<Observations, 'rollout' | 'pods'>): Line {
  if (!isObserved(rollout)) return unavailable('rollout', rollout.unobserved);
  if (rollout.complete) return passed('rollout', `complete after ${seconds(rollout.durationMs)}`);
  const why = [rollout.waitedFor ?? [], isObserved(pods) ? diagnosis(pods) : []].flat();
  // The wait ends early if the rollout cannot succeed; the first reason in the list then says why.
  const early = rollout.durationMs < rollout.deadlineMs;
  const end = early
    ? `given up after ${seconds(rollout.durationMs)}`
    : `not complete within ${seconds(rollout.deadlineMs)}`;
  return failed('rollout', [end, ...why].join('; '));
}

/**
 * No request failed during the change, enough were sent to know, and the expected revision was among the answers where
 * pods name it.
 */
export function probeCheck(
  probe: Observed<SteadyProbe>,
  { expected, pods }: Pick<Observations, 'expected' | 'pods'>,
): Line {
  if (!isObserved(probe)) return unavailable('probe', probe.unobserved);
  const { sent, failed: lost, durationMs, longestGapMs, p99Ms, revisions } = probe;
  const seen = `${count(lost, 'failed request')} of ${String(sent)}`;
  if (lost > 0) return failed('probe', lostWords(probe, expected));
  const least = (durationMs / 1000) * leastRatePerSecond * (1 - rateTolerance);
  if (sent === 0 || sent < least) {
    return unavailable('probe', `only ${count(sent, 'request')} in ${seconds(durationMs)} were sent`);
  }
  const { revision } = expected;
  const isAnswered = revisions.some((answer) => answer.revision === revision);
  if (isNamed(pods, revision) && !isAnswered) {
    const others = revisions.map((answer) => answer.revision).join(', ') || 'answers without one';
    return failed('probe', `${revision} never answered through the Service, only ${others}`);
  }
  return passed('probe', `${seen}; p99 ${String(p99Ms)} ms, longest gap ${String(longestGapMs)} ms`);
}

/** Whether a pod names a revision. Those that name none, or one of another kind, say nothing about the Service's answers. */
function isNamed(pods: Observed<readonly PodFacts[]>, revision: string): boolean {
  return isObserved(pods) && pods.some((pod) => pod.revision === revision);
}

/** How many requests were lost, and for how long nothing was answered. */
function lostWords({ sent, failed: lost, failures, longestGapMs }: SteadyProbe, expected: Expected): string {
  const away = `it was away for ${seconds(longestGapMs)}, ${String(lost)} of ${String(sent)} requests failed`;
  const first = failures[0];
  const how = first === undefined ? '' : `; the first after ${seconds(first.atMs)}: ${failureWords(first)}`;
  if (withoutPromise(expected) !== undefined) return `${away}${how}`;
  const unready = expected.offers.readinessProbe
    ? ''
    : '; the manifests have no readiness probe, so that pods are asked before they can answer';
  return `${count(lost, 'failed request')} of ${String(sent)}${how}; longest gap ${seconds(longestGapMs)}${unready}`;
}

function failureWords({ reason, path }: ProbeFailure): string {
  return path === undefined ? reason : `${path} ${reason}`;
}

/** No acknowledged write is lost or duplicated, no write was given up, no event is missing. */
export function loadCheck(load: Observed<Load>): Line {
  if (!isObserved(load)) return unavailable('load', load.unobserved);
  const { acknowledged, found, retried, events } = load;
  const wrong = damage(load);
  if (wrong.length > 0) return failed('load', wrong.join('; '));
  if (acknowledged === 0) return unavailable('load', 'nothing was written');
  if (found !== acknowledged) {
    return unavailable(
      'load',
      `only ${String(found)} of ${String(acknowledged)} acknowledged were read back`,
    );
  }
  const streams = events === undefined ? '' : `, ${count(events.received, 'event')} received`;
  return passed('load', `${String(found)} acknowledged, all there, ${String(retried)} retried${streams}`);
}

/** The failures that users of the service met, one sentence for each kind. */
function damage({ acknowledged, lostCount, duplicates, abandoned, problems = [], events }: Load): string[] {
  const [first] = problems;
  const why = first === undefined ? '' : ` (the first: ${first.slice(0, 300)})`;
  const kinds: readonly [number, string][] = [
    [lostCount, `of ${String(acknowledged)} acknowledged are lost`],
    [duplicates, 'are duplicates'],
    [abandoned, `could not be written${why}`],
    [events?.missing ?? 0, 'events are missing'],
  ];
  return kinds.filter(([number]) => number > 0).map(([number, what]) => `${String(number)} ${what}`);
}

/** The conversation through the Service ended with code 0. */
export function smokeCheck(smoke: Observed<Ended>): Line {
  if (!isObserved(smoke)) return unavailable('smoke', smoke.unobserved);
  const { exitCode, output } = smoke;
  return exitCode === 0
    ? passed('smoke', 'the conversation passed through the Service')
    : failed('smoke', `the conversation ended with code ${String(exitCode)}: ${output.trim().slice(-500)}`);
}
