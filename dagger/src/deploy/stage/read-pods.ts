import type { ContainerEnd, PodFacts, PodReport, ProcessFacts } from '../proof/pod-facts.ts';
import {
  anyTextAt,
  booleanAt,
  countAt,
  ifPresent,
  objectAt,
  oneOf,
  textAt,
} from '../../verdict/read-object.ts';
import { observedAt } from './read-observed.ts';

type Identity = Exclude<PodFacts['identity'], { readonly unobserved: string }>;

/** One pod of the service. */
export const podAt = objectAt<PodFacts>({
  name: textAt,
  node: ifPresent(textAt),
  phase: textAt,
  ready: booleanAt,
  restarts: countAt,
  waiting: ifPresent(textAt),
  lastEnd: ifPresent(objectAt<ContainerEnd>({ reason: textAt, exitCode: countAt })),
  image: textAt,
  identity: observedAt(
    objectAt<Identity>({ kind: oneOf(['configuration', 'manifest'] as const), digest: textAt }),
  ),
  revision: observedAt(textAt),
  process: observedAt(
    objectAt<ProcessFacts>({
      uid: countAt,
      effectiveCapabilities: anyTextAt,
      boundingCapabilities: anyTextAt,
      noNewPrivs: booleanAt,
      seccomp: countAt,
      readOnlyRoot: booleanAt,
    }),
  ),
});

/** A pod in words. */
export const podReportAt = objectAt<PodReport>({
  pod: anyTextAt,
  description: anyTextAt,
  events: anyTextAt,
  logs: anyTextAt,
  previousLogs: anyTextAt,
});
