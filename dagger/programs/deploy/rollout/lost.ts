/* Finds pods that were ready and did not stay so. Decides from data alone. */
import type { RolloutEvent } from '../../../src/deploy/proof/observations.ts';
import { isReady } from '../kube/read.ts';
import { activePods, type RolloutState } from './state.ts';

/**
 * Milliseconds for which a pod that was ready may be unready before it counts as lost: a readiness probe that fails
 * because the machine is busy passes again within them.
 */
export const lostAfterMs = 15_000;

/**
 * The first pod of the newest version that was ready and has not been so for {@link lostAfterMs}, in words; undefined if
 * there is none. Its version was up and fell: waiting does not cure that.
 * @param events of the rollout, in order
 * @param now milliseconds since the epoch
 */
export function lostPod(
  state: RolloutState,
  events: readonly RolloutEvent[],
  now: number,
): string | undefined {
  const lost = activePods(state).find((pod) => {
    const last = events.findLast(({ pod: name, what }) => name === pod.metadata.name && isOfReadiness(what));
    return !isReady(pod) && last?.what === 'unready' && now - Date.parse(last.at) >= lostAfterMs;
  });
  return lost === undefined
    ? undefined
    : `${lost.metadata.name}, which was ready and has not been for ${String(lostAfterMs / 1000)} s`;
}

const isOfReadiness = (what: RolloutEvent['what']): boolean => what === 'ready' || what === 'unready';
