/* On which nodes a pod may run, by the rules of the scheduler that do not depend on what runs there already. */
import { isReady } from '../kube/read.ts';
import type { LabelOperator, Node, NodeSelectorTerm, PodSpec, Taint, Toleration } from '../kube/types.ts';

const repelling = ['NoSchedule', 'NoExecute'];
const cordon = 'node.kubernetes.io/unschedulable';

/** Whether a node is cordoned, or was until just now: the taint goes a moment after the field. */
export function isCordoned({ spec: { unschedulable = false, taints = [] } }: Node): boolean {
  return unschedulable || taints.some(({ key }) => key === cordon);
}

function tolerates(toleration: Toleration, { key, value = '', effect }: Taint): boolean {
  if (toleration.effect !== undefined && toleration.effect !== effect) return false;
  return toleration.operator === 'Exists'
    ? toleration.key === undefined || toleration.key === key
    : toleration.key === key && (toleration.value ?? '') === value;
}

/** Whether a node takes pods of a template: ready, not cordoned, and with no taint that they do not tolerate. */
export function takes(node: Node, { tolerations = [] }: Pick<PodSpec, 'tolerations'>): boolean {
  const { unschedulable = false, taints = [] } = node.spec;
  const repels = taints
    .filter(({ key, effect }) => key !== cordon && repelling.includes(effect))
    .some((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
  return isReady(node) && !unschedulable && !repels;
}

type Fits = (label: string | undefined, values: readonly string[]) => boolean;

const operators: Readonly<Record<LabelOperator, Fits>> = {
  In: (label, values) => label !== undefined && values.includes(label),
  NotIn: (label, values) => label === undefined || !values.includes(label),
  Exists: (label) => label !== undefined,
  DoesNotExist: (label) => label === undefined,
  Gt: (label, [least]) => Number(label) > Number(least),
  Lt: (label, [most]) => Number(label) < Number(most),
};

/** Whether pods of a template ask for a node like this one: by nodeSelector and by affinity that is required. */
export function isAskedFor(
  { metadata: { name, labels = {} } }: Node,
  { nodeSelector = {}, affinity }: Pick<PodSpec, 'nodeSelector' | 'affinity'>,
): boolean {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const fits = ({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean =>
    matchExpressions.every(({ key, operator, values = [] }) => operators[operator](labels[key], values)) &&
    matchFields.every(({ operator, values = [] }) => operators[operator](name, values));
  const selected = Object.entries(nodeSelector).every(([key, value]) => labels[key] === value);
  return selected && (terms === undefined || terms.some(fits));
}
