/* The pods that objects of Kubernetes make, whatever their kind. */
import { fieldsOf } from '../../shared/json.ts';
import type { Container, KubeObject, PodSpec, PodTemplate } from '../kube/types.ts';

/** Kinds whose objects have a template of pods, with the path to it (Kubernetes API reference, "Workload Resources"). */
const templates: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
};

/** The template of an object's pods; a pod is its own. Undefined for an object that makes none. */
export function podTemplateOf(object: KubeObject): PodTemplate | undefined {
  const path = templates[object.kind];
  const found = path?.reduce<unknown>((value, key) => fieldsOf(value)[key], object);
  return isTemplate(found) ? found : undefined;
}

function isTemplate(value: unknown): value is PodTemplate {
  return Array.isArray(fieldsOf(fieldsOf(value)['spec'])['containers']);
}

/** An object with another template of its pods. */
export function withTemplate(object: KubeObject, template: PodTemplate): KubeObject {
  return changedAt(object, templates[object.kind] ?? [], template) as KubeObject;
}

function changedAt(value: unknown, [key, ...rest]: readonly string[], changed: object): object {
  return key === undefined
    ? changed
    : { ...fieldsOf(value), [key]: changedAt(fieldsOf(value)[key], rest, changed) };
}

/** All containers of an object's pods, those that run before the others included; none of an object that makes no pods. */
export function containersOf(object: KubeObject): Container[] {
  const { initContainers = [], containers = [] } = podTemplateOf(object)?.spec ?? {};
  return [...initContainers, ...containers];
}

/** An object with other containers in its pods, those that run before the others included. */
export function withContainers(object: KubeObject, change: (container: Container) => Container): KubeObject {
  const template = podTemplateOf(object);
  if (template === undefined) return object;
  const { initContainers, containers } = template.spec;
  const spec: PodSpec = {
    ...template.spec,
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map(change) }),
    containers: containers.map(change),
  };
  return withTemplate(object, { ...template, spec });
}

/** `Deployment/api`: an object in messages and settings. */
export function titleOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`;
}
