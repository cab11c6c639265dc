import { loadAt, steadyProbeAt } from '../proof/parse.ts';
import type {
  Ended,
  ForbiddenConnection,
  Observations,
  Observed,
  Rollout,
  RolloutEvent,
} from '../proof/observations.ts';
import {
  booleanAt,
  listAt,
  numberAt,
  oneOf,
  optional,
  type Reader,
  recordAt,
  textAt,
} from '../../verdict/read-json.ts';
import { drainAt, nodesAt } from './read-nodes.ts';
import { anyTextAt, observedAt } from './read-observed.ts';
import { podAt } from './read-pods.ts';
import { expectedAt } from './read-version.ts';

const moment = numberAt({ from: 0, to: Number.MAX_SAFE_INTEGER });

/** Everything that was looked at after a version was brought, from a program's record. */
export function observationsAt(value: unknown, path: string): Observations {
  const record = recordAt(value, path);
  const read = <T>(key: string, reader: Reader<T>): Observed<T> =>
    observedAt(reader)(record[key], `${path}/${key}`);
  const load = optional(record, path, 'load', observedAt(loadAt));
  const nodes = optional(record, path, 'nodes', observedAt(nodesAt));
  const drain = optional(record, path, 'drain', observedAt(drainAt));
  const smoke = optional(record, path, 'smoke', observedAt(endedAt));
  return {
    expected: expectedAt(record['expected'], `${path}/expected`),
    rollout: read('rollout', rolloutAt),
    oldPods: read('oldPods', listAt(textAt)),
    pods: read('pods', listAt(podAt)),
    probe: read('probe', steadyProbeAt),
    network: read('network', networkAt),
    ...(load === undefined ? {} : { load }),
    ...(smoke === undefined ? {} : { smoke }),
    ...(nodes === undefined ? {} : { nodes }),
    ...(drain === undefined ? {} : { drain }),
  };
}

function rolloutAt(value: unknown, path: string): Rollout {
  const record = recordAt(value, path);
  const waitedFor = optional(record, path, 'waitedFor', anyTextAt);
  return {
    complete: booleanAt(record['complete'], `${path}/complete`),
    durationMs: moment(record['durationMs'], `${path}/durationMs`),
    deadlineMs: moment(record['deadlineMs'], `${path}/deadlineMs`),
    events: listAt(eventAt)(record['events'], `${path}/events`),
    ...(waitedFor === undefined ? {} : { waitedFor }),
  };
}

const happenings = ['created', 'started', 'ready', 'unready', 'restarted', 'terminating', 'gone'] as const;

function eventAt(value: unknown, path: string): RolloutEvent {
  const record = recordAt(value, path);
  const text = (key: string): string => textAt(record[key], `${path}/${key}`);
  return {
    ...{ at: text('at'), pod: text('pod'), generation: text('generation') },
    what: oneOf(happenings)(record['what'], `${path}/what`),
  };
}

function networkAt(value: unknown, path: string): ForbiddenConnection {
  const record = recordAt(value, path);
  return {
    what: textAt(record['what'], `${path}/what`),
    outcome: oneOf(['refused', 'connected'] as const)(record['outcome'], `${path}/outcome`),
    control: booleanAt(record['control'], `${path}/control`),
  };
}

function endedAt(value: unknown, path: string): Ended {
  const record = recordAt(value, path);
  return {
    exitCode: moment(record['exitCode'], `${path}/exitCode`),
    output: anyTextAt(record['output'], `${path}/output`),
  };
}
