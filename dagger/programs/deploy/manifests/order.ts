/* The order in which objects are applied. Pure. */
import { isOf } from '../kube/read.ts';
import { selectsSome } from '../kube/selector.ts';
import type { Deployment, Job, KubeObject } from '../kube/types.ts';
import { leadsTo } from './objects.ts';
import { serviceContainer } from './offers.ts';
import { containersOf, podTemplateOf } from './pod-templates.ts';

/** Objects in the order in which they are applied. */
export interface Order {
  /** What the project's programs need: settings, accounts, volumes, and programs of others, such as a database. */
  readonly needs: readonly KubeObject[];
  /** Programs that run to their end before the project's others start, such as a migration of the database. */
  readonly jobs: readonly Job[];
  /** Everything that stays: all but the Jobs. What is in `needs` is applied a second time, which changes nothing. */
  readonly all: readonly KubeObject[];
}

/** Kinds that lead requests to the service, or change the number of its pods. */
const lastKinds = ['HorizontalPodAutoscaler', 'Ingress', 'HTTPRoute', 'IngressRoute', 'VirtualService'];

/**
 * What is needed first, then the Jobs, then what runs the project's image and what leads to it: a Service that changed
 * together with the pods leads nowhere for as short as possible.
 */
export function orderOf(objects: readonly KubeObject[], workload: Deployment): Order {
  const own = ownWorkloads(objects, workload);
  const isLast = (object: KubeObject): boolean =>
    own.includes(object) || lastKinds.includes(object.kind) || own.some((one) => isAbout(object, one));
  const all = objects.filter((object) => !isOf('Job')(object));
  return { needs: all.filter((object) => !isLast(object)), jobs: objects.filter(isOf('Job')), all };
}

/** The objects that run the image of the service, itself among them, but for Jobs. */
function ownWorkloads(objects: readonly KubeObject[], workload: Deployment): KubeObject[] {
  const image = serviceContainer(workload)?.image;
  return objects.filter(
    (object) =>
      object === workload ||
      (object.kind !== 'Job' && containersOf(object).some((one) => one.image === image)),
  );
}

/** Whether an object is about the pods of a workload, and not about all pods of the namespace. */
function isAbout(object: KubeObject, workload: KubeObject): boolean {
  const labels = podTemplateOf(workload)?.metadata?.labels ?? {};
  if (isOf('Service')(object)) return leadsTo(object, labels);
  if (isOf('NetworkPolicy')(object)) return selectsSome(object.spec.podSelector, labels);
  return isOf('PodDisruptionBudget')(object) && selectsSome(object.spec.selector, labels);
}
