/* Times that the manifests give to the pods of a rollout by their probes. Decides from data alone. */
import type { Deployment, Probe } from '../kube/types.ts';
import { serviceContainer } from '../manifests/offers.ts';

/** Seconds that any pod may take to start: the default deadline counts with them. */
const usualSeconds = 30;

/** The longest deadline that manifests can ask for: whoever needs more says so by `--rollout-seconds`. */
export const longestSeconds = 600;

/** The longest that pods are given to be taken out of their Service, in seconds: a probe may ask once in an hour. */
const longestUnreadySeconds = 15;

/** Kubernetes' own values of a probe (API reference, Probe). */
const defaultPeriod = 10;
const defaultFailures = 3;
const defaultTimeout = 1;

/** The longest that the probes of a pod give it to start, in seconds. */
export function startSeconds(workload: Pick<Deployment, 'spec'>): number {
  const { startupProbe, readinessProbe, livenessProbe } = serviceContainer(workload) ?? {};
  const startup = startupProbe === undefined ? 0 : patienceOf(startupProbe);
  const delay = (probe: Probe | undefined): number => probe?.initialDelaySeconds ?? 0;
  return Math.max(startup, delay(readinessProbe), delay(livenessProbe));
}

/** The longest that a failure of readiness which is over may still take a pod out of its Service, in seconds. */
export function unreadySeconds(workload: Pick<Deployment, 'spec'>): number {
  const { readinessProbe } = serviceContainer(workload) ?? {};
  if (readinessProbe === undefined) return 0;
  const { periodSeconds = defaultPeriod, failureThreshold = defaultFailures } = readinessProbe;
  const { timeoutSeconds = defaultTimeout } = readinessProbe;
  return Math.min(longestUnreadySeconds, periodSeconds * failureThreshold + timeoutSeconds);
}

function patienceOf({
  initialDelaySeconds = 0,
  periodSeconds = defaultPeriod,
  failureThreshold = defaultFailures,
}: Probe): number {
  return initialDelaySeconds + periodSeconds * failureThreshold;
}

/**
 * The deadline of a rollout in seconds: the default, and for each group of replicas that start together the time beyond the
 * usual one that pods are given to start and to stay ready. Manifests that give the rollout itself longer have that.
 * @param replicas that are asked for
 */
export function rolloutSecondsFor(
  workload: Pick<Deployment, 'spec'>,
  replicas: number,
  defaultSeconds: number,
): number {
  const { minReadySeconds = 0, progressDeadlineSeconds = 0 } = workload.spec;
  const beyond = Math.max(0, startSeconds(workload) + minReadySeconds - usualSeconds);
  const grown = defaultSeconds + beyond * groupsOf(workload, replicas);
  return Math.max(defaultSeconds, Math.min(longestSeconds, Math.max(grown, progressDeadlineSeconds)));
}

/** How many times replicas start one after the other. */
function groupsOf({ spec: { strategy } }: Pick<Deployment, 'spec'>, replicas: number): number {
  if (strategy?.type === 'Recreate') return 1;
  // Kubernetes' own are a quarter, of which the first is rounded up and the second down (API reference, Deployment).
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy?.rollingUpdate ?? {};
  const together = podsOf(maxSurge, replicas, Math.ceil) + podsOf(maxUnavailable, replicas, Math.floor);
  return Math.ceil(replicas / Math.max(1, together));
}

/** A number of pods, given as such or as a share of the replicas. */
function podsOf(value: number | string, replicas: number, round: (pods: number) => number): number {
  if (typeof value === 'number') return value;
  const share = Number.parseFloat(value);
  if (Number.isNaN(share)) return 0;
  return value.endsWith('%') ? round((share / 100) * replicas) : share;
}
