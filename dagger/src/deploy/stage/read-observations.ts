import { loadAt, steadyProbeAt } from '../proof/parse.ts';
import type { Drain, Nodes } from '../proof/node-facts.ts';
import type { ForbiddenConnection, Observations, Rollout, RolloutEvent } from '../proof/observations.ts';
import type { Ended, Health } from '../proof/traffic.ts';
import {
  anyTextAt,
  booleanAt,
  countAt,
  ifPresent,
  listAt,
  objectAt,
  oneOf,
  textAt,
} from '../../verdict/read-object.ts';
import { observedAt } from './read-observed.ts';
import { podAt } from './read-pods.ts';
import { expectedAt } from './read-version.ts';

const happenings = ['created', 'started', 'ready', 'unready', 'restarted', 'terminating', 'gone'] as const;

const rolloutAt = objectAt<Rollout>({
  complete: booleanAt,
  waitedFor: ifPresent(anyTextAt),
  durationMs: countAt,
  deadlineMs: countAt,
  events: listAt(
    objectAt<RolloutEvent>({ at: textAt, pod: textAt, generation: textAt, what: oneOf(happenings) }),
  ),
});

const connectionAt = objectAt<ForbiddenConnection>({
  what: textAt,
  outcome: oneOf(['refused', 'connected'] as const),
  control: booleanAt,
});

const nodesAt = objectAt<Nodes>({
  readable: booleanAt,
  ours: booleanAt,
  eligible: listAt(textAt),
  admitted: listAt(textAt),
  pods: listAt(objectAt<Nodes['pods'][number]>({ name: textAt, node: ifPresent(textAt) })),
});

const drainAt = objectAt<Drain>({
  node: textAt,
  evicted: listAt(textAt),
  refused: countAt,
  budget: ifPresent(objectAt<NonNullable<Drain['budget']>>({ name: textAt, disruptionsAllowed: countAt })),
  further: ifPresent(oneOf(['refused', 'evicted', 'gone'] as const)),
  complete: booleanAt,
  waitedFor: ifPresent(textAt),
  durationMs: countAt,
});

/** Reads the observations of a version from a program's record. */
export const observationsAt = objectAt<Observations>({
  expected: expectedAt,
  rollout: observedAt(rolloutAt),
  oldPods: observedAt(listAt(textAt)),
  pods: observedAt(listAt(podAt)),
  health: observedAt(
    objectAt<Health>({ asked: countAt, good: countAt, lastBad: ifPresent(textAt), durationMs: countAt }),
  ),
  probe: observedAt(steadyProbeAt),
  load: ifPresent(observedAt(loadAt)),
  network: observedAt(connectionAt),
  nodes: ifPresent(observedAt(nodesAt)),
  drain: ifPresent(observedAt(drainAt)),
  smoke: ifPresent(observedAt(objectAt<Ended>({ exitCode: countAt, output: anyTextAt }))),
});
