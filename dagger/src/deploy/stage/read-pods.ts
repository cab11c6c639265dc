import type { ContainerEnd, PodFacts, ProcessFacts } from '../proof/observations.ts';
import { booleanAt, numberAt, oneOf, optional, recordAt, textAt } from '../../verdict/read-json.ts';
import { anyTextAt, observedAt } from './read-observed.ts';

const number = numberAt({ from: 0, to: Number.MAX_SAFE_INTEGER });

/** One pod of the service, from a program's record. */
export function podAt(value: unknown, path: string): PodFacts {
  const record = recordAt(value, path);
  const node = optional(record, path, 'node', textAt);
  const waiting = optional(record, path, 'waiting', textAt);
  const lastEnd = optional(record, path, 'lastEnd', endAt);
  return {
    name: textAt(record['name'], `${path}/name`),
    phase: textAt(record['phase'], `${path}/phase`),
    ready: booleanAt(record['ready'], `${path}/ready`),
    restarts: number(record['restarts'], `${path}/restarts`),
    image: textAt(record['image'], `${path}/image`),
    identity: observedAt(identityAt)(record['identity'], `${path}/identity`),
    revision: observedAt(textAt)(record['revision'], `${path}/revision`),
    process: observedAt(processAt)(record['process'], `${path}/process`),
    ...(node === undefined ? {} : { node }),
    ...(waiting === undefined ? {} : { waiting }),
    ...(lastEnd === undefined ? {} : { lastEnd }),
  };
}

function endAt(value: unknown, path: string): ContainerEnd {
  const record = recordAt(value, path);
  return {
    reason: textAt(record['reason'], `${path}/reason`),
    exitCode: number(record['exitCode'], `${path}/exitCode`),
  };
}

const identities = ['configuration', 'manifest'] as const;

function identityAt(
  value: unknown,
  path: string,
): { readonly kind: (typeof identities)[number]; readonly digest: string } {
  const record = recordAt(value, path);
  return {
    kind: oneOf(identities)(record['kind'], `${path}/kind`),
    digest: textAt(record['digest'], `${path}/digest`),
  };
}

function processAt(value: unknown, path: string): ProcessFacts {
  const record = recordAt(value, path);
  return {
    uid: number(record['uid'], `${path}/uid`),
    effectiveCapabilities: anyTextAt(record['effectiveCapabilities'], `${path}/effectiveCapabilities`),
    boundingCapabilities: anyTextAt(record['boundingCapabilities'], `${path}/boundingCapabilities`),
    noNewPrivs: booleanAt(record['noNewPrivs'], `${path}/noNewPrivs`),
    seccomp: number(record['seccomp'], `${path}/seccomp`),
    readOnlyRoot: booleanAt(record['readOnlyRoot'], `${path}/readOnlyRoot`),
  };
}
