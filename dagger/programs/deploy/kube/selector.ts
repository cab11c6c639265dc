/* Selectors of labels, as the API has them (Kubernetes, "Labels and Selectors"). Decides from data alone. */
import type { LabelSelector, Requirement } from './types.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether labels are selected. An empty selector selects everything. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([name, value]) => labels[name] === value) &&
    matchExpressions.every((requirement) => holds(requirement, labels))
  );
}

/** Whether a selector that says something selects labels: one that is empty, or not there, is about all pods or none. */
export function selectsSome(selector: LabelSelector | undefined, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const isEmpty = Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
  return !isEmpty && selects({ matchLabels, matchExpressions }, labels);
}

/** Operators of label selectors; `Gt` and `Lt` are for nodes alone. */
function holds({ key, operator, values = [] }: Requirement, labels: Labels): boolean {
  const label = labels[key];
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    case 'Gt':
    case 'Lt':
      return false;
  }
}
