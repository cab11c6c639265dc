import type { Call } from '../../graph/index.ts';
import type { ContainerValue } from '../common/values.ts';
import { receiverOf, type Evaluation, type Field } from './field.ts';

/** A change of a container. */
export type Change = (
  container: ContainerValue,
  call: Call,
  evaluation: Evaluation,
) => ContainerValue | Promise<ContainerValue>;

/** A field that answers the container that it was asked of, with a change. */
export function changing(change: Change): Field {
  return async (evaluation, call) => {
    const container = await evaluation.container(receiverOf(call));
    return { kind: 'container', container: await change(container, call, evaluation) };
  };
}
