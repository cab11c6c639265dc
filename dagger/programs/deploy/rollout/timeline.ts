/* Notes events of pods by comparing one look with the next. */
import type { RolloutEvent } from '../../../src/deploy/proof/observations.ts';
import { isReady, mainContainer } from '../kube/read.ts';
import type { Pod } from '../kube/types.ts';
import { generationOf } from './state.ts';

/** Notes what is different about the pods at each look. */
export interface Timeline {
  readonly events: readonly RolloutEvent[];
  readonly look: (pods: readonly Pod[]) => void;
}

/** A timeline that notes nothing. */
export const noTimeline: Timeline = { events: [], look: () => undefined };

interface PodState {
  readonly name: string;
  readonly generation: string;
  readonly started: boolean;
  readonly ready: boolean;
  readonly terminating: boolean;
  readonly restarts: number;
}

/** @param pods what is there at first: no event */
export function timelineOf(pods: readonly Pod[]): Timeline {
  const events: RolloutEvent[] = [];
  let seen = statesByName(pods);
  const look = (found: readonly Pod[]): void => {
    const now = statesByName(found);
    const at = new Date().toISOString();
    const note = ({ name, generation }: PodState, happened: readonly RolloutEvent['what'][]): void => {
      events.push(...happened.map((what) => ({ at, pod: name, generation, what })));
    };
    for (const [name, state] of now) note(state, changesOf(seen.get(name), state));
    for (const [name, state] of seen) if (!now.has(name)) note(state, ['gone']);
    seen = now;
  };
  return { events, look };
}

/** The events of a pod between two looks. */
function changesOf(before: PodState | undefined, now: PodState): RolloutEvent['what'][] {
  const changes: RolloutEvent['what'][] = before === undefined ? ['created'] : [];
  for (const what of ['started', 'ready', 'terminating'] as const) {
    if (now[what] && before?.[what] !== true) changes.push(what);
  }
  if (before?.ready === true && !now.ready) changes.push('unready');
  if (now.restarts > (before?.restarts ?? 0)) changes.push('restarted');
  return changes;
}

function statesByName(pods: readonly Pod[]): Map<string, PodState> {
  return new Map(pods.map((pod) => [pod.metadata.name, podState(pod)]));
}

function podState(pod: Pod): PodState {
  const container = mainContainer(pod);
  return {
    name: pod.metadata.name,
    generation: generationOf(pod),
    started: container?.state.running !== undefined,
    ready: isReady(pod),
    terminating: pod.metadata.deletionTimestamp !== undefined,
    restarts: container?.restartCount ?? 0,
  };
}
