/* Objects of manifests that are not deployed: hooks and tests of a chart, and what pipeline.json leaves out. */
import type { KubeObject } from '../kube/types.ts';
import { titleOf } from './pod-templates.ts';
import { findService, type KnownService } from './service.ts';

/** The annotation by which Helm runs an object at a time of its own (its manual, "Chart Hooks"). */
const hook = 'helm.sh/hook';

/** Objects that are deployed, and those that are not, each with its reason. */
export interface Selected {
  readonly objects: readonly KubeObject[];
  readonly leftOut: readonly string[];
  /** Patterns that fit no object. */
  readonly unused: readonly string[];
}

/**
 * Leaves objects out.
 * @param patterns `KIND` or `KIND/NAME`, of deploy.leaveOut
 */
export function withoutLeftOut(all: readonly KubeObject[], patterns: readonly string[]): Selected {
  const reasonOf = (object: KubeObject): string | undefined => {
    const event = object.metadata.annotations?.[hook];
    if (event !== undefined) return `a hook of Helm: ${event}`;
    return patterns.some((pattern) => fits(object, pattern)) ? 'deploy.leaveOut' : undefined;
  };
  return {
    objects: all.filter((object) => reasonOf(object) === undefined),
    leftOut: all.flatMap((object) => {
      const reason = reasonOf(object);
      return reason === undefined ? [] : [`${titleOf(object)} (${reason})`];
    }),
    unused: patterns.filter((pattern) => !all.some((object) => fits(object, pattern))),
  };
}

const fits = (object: KubeObject, pattern: string): boolean =>
  object.kind === pattern || titleOf(object) === pattern;

/**
 * Why the objects that are left have no service: it was left out itself. Undefined where it was not.
 * @param objects those of all that are left
 */
export function serviceLeftOut(
  all: readonly KubeObject[],
  objects: readonly KubeObject[],
  known: KnownService,
): string | undefined {
  const service = findService(all, known);
  if (typeof service === 'string' || objects.includes(service.deployment)) return undefined;
  return `deploy.leaveOut: ${titleOf(service.deployment)} is the service itself (${service.why}): expected other objects there, or another service by deploy.workload`;
}
