/* The order in which objects are applied. Pure. */
import { fieldsOf } from '../../shared/json.ts';
import { isOf } from '../kube/read.ts';
import type { Deployment, Job, KubeObject } from '../kube/types.ts';
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
    own.includes(object) || lastKinds.includes(object.kind) || own.some((one) => selects(object, one));
  const all = objects.filter((object) => !isOf('Job')(object));
  return { needs: all.filter((object) => !isLast(object)), jobs: objects.filter(isOf('Job')), all };
}

/** The objects that run the image of the service, itself among them, but for Jobs. */
export function ownWorkloads(objects: readonly KubeObject[], workload: Deployment): KubeObject[] {
  const image = serviceContainer(workload)?.image;
  return objects.filter((object) => {
    const template = podTemplateOf(object);
    if (template === undefined || object.kind === 'Job') return false;
    return object === workload || containersOf(template.spec).some((one) => one.image === image);
  });
}

/** Where each kind that is about pods has the labels by which it selects them. */
const selectors: Readonly<Record<string, readonly string[]>> = {
  Service: ['selector'],
  NetworkPolicy: ['podSelector', 'matchLabels'],
  PodDisruptionBudget: ['selector', 'matchLabels'],
};

/** Whether an object is about the pods of a workload, and not about all pods of the namespace. */
function selects(object: KubeObject, workload: KubeObject): boolean {
  const path = selectors[object.kind];
  const found = path?.reduce<unknown>((value, key) => fieldsOf(value)[key], fieldsOf(object)['spec']);
  const wanted = Object.entries(fieldsOf(found));
  const labels = fieldsOf(podTemplateOf(workload)?.metadata?.labels);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}
