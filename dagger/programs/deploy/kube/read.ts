/* Reads objects of Kubernetes. The server has held them to its schema, so that their kind tells their fields. */
import { fieldsOf, itemsOf, parseJson, textOf } from '../../shared/json.ts';
import { StepError } from '../run/command.ts';
import type { ContainerStatus, Kind, Kinds, KubeObject, Node, Pod } from './types.ts';

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

/** The state of a pod's first container: the service's. */
export function mainContainer({ status }: Pod): ContainerStatus | undefined {
  return status.containerStatuses?.[0];
}

export const nameOf = ({ metadata }: KubeObject): string => metadata.name;
