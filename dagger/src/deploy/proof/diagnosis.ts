import type { PodFacts } from './pod-facts.ts';

/**
 * Why pods are not ready, by their state: a sentence for each pod that is not. The kubelet's words are kept,
 * because they are what a person will search for.
 */
export function diagnosis(pods: readonly PodFacts[]): string[] {
  return pods.filter((pod) => !pod.ready).map((pod) => `${pod.name} ${podProblem(pod)}`);
}

function podProblem({ phase, waiting, lastEnd, restarts }: PodFacts): string {
  const end =
    lastEnd === undefined ? '' : ` (ended by ${lastEnd.reason} with code ${String(lastEnd.exitCode)})`;
  if (lastEnd?.reason === 'OOMKilled') return 'was killed because it used more memory than its limit';
  if (waiting !== undefined) return `waits: ${waiting}${end}`;
  if (phase === 'Pending') return 'is not scheduled or not started';
  if (restarts > 0) return `was restarted ${String(restarts)} times${end}`;
  return phase === 'Running' ? `runs and is not ready${end}` : `is ${phase}${end}`;
}
