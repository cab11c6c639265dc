/* Reads objects of Kubernetes. The server has held them to its schema, so that their kind tells their fields. */
import { fieldsOf, itemsOf, parseJson, textOf } from '../../shared/json.ts';
import { StepError } from '../run/command.ts';
import type { Container, ContainerStatus, Kind, Kinds, KubeObject, Node, Pod, PodTemplate } from './types.ts';

/** Whether an object is of a kind. */
export function isOf<K extends Kind>(kind: K): (object: KubeObject) => object is Kinds[K] {
  return (object): object is Kinds[K] => object.kind === kind;
}

/** Objects that kubectl printed: one, or the items of a list. @throws StepError for anything else */
export function objectsIn(text: string): KubeObject[] {
  const value = parseJson(text);
  const { kind, items } = fieldsOf(value);
  const found = textOf(kind)?.endsWith('List') === true ? itemsOf(items) : [value];
  return found.map(objectOf);
}

/** Objects that kubectl found where it ignores what is not there: it prints nothing then. @throws StepError for anything else */
export function foundIn(text: string): KubeObject[] {
  return text.trim() === '' ? [] : objectsIn(text);
}

/** One object. @throws StepError for what is none */
export function objectOf(value: unknown): KubeObject {
  if (isObject(value)) return value;
  throw new StepError('kubectl printed something that is no object', { rule: 'program' });
}

function isObject(value: unknown): value is KubeObject {
  const { kind, metadata } = fieldsOf(value);
  return textOf(kind) !== undefined && textOf(fieldsOf(metadata)['name']) !== undefined;
}

/** Whether a pod or a node is ready. */
export function isReady({ status }: Pod | Node): boolean {
  return status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

/**
 * Annotation of the Deployment that is the service, and of its pods, by which they are found again, also in a version that was
 * kept: the name of the container that serves. The others are helpers, such as a proxy.
 */
export const serviceMark = 'pipeline/service';

/** The container of a pod that serves: the one that is marked, else the first. */
export function servingContainer({ metadata, spec }: PodTemplate): Container | undefined {
  const marked = metadata?.annotations?.[serviceMark];
  return spec.containers.find(({ name }) => name === marked) ?? spec.containers[0];
}

/** The state of that container. The server lists states in an order of its own. */
export function mainContainer(pod: Pod): ContainerStatus | undefined {
  const { containerStatuses = [] } = pod.status;
  const name = servingContainer(pod)?.name;
  return containerStatuses.find((one) => one.name === name) ?? containerStatuses[0];
}

export const nameOf = ({ metadata }: KubeObject): string => metadata.name;
