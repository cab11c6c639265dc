import { z } from 'zod';

/** Schema of labels. */
export const labels = z.record(z.string(), z.string());

/** Schema of label selectors. */
export const selectorSchema = z.looseObject({
  matchLabels: labels.optional(),
  matchExpressions: z
    .array(z.looseObject({ key: z.string(), operator: z.string(), values: z.array(z.string()).optional() }))
    .optional(),
});

export type Selector = z.infer<typeof selectorSchema>;

/** Whether a label selector takes an object with these labels; an empty selector takes every one. */
export function selects(
  { matchLabels = {}, matchExpressions = [] }: Selector,
  given: Readonly<Record<string, string>>,
): boolean {
  const equal = Object.entries(matchLabels).every(([key, value]) => given[key] === value);
  return equal && matchExpressions.every((expression) => holds(expression, given));
}

function holds(
  { key, operator, values = [] }: { key: string; operator: string; values?: string[] | undefined },
  given: Readonly<Record<string, string>>,
): boolean {
  const value = given[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw new Error(`A label selector has the operator ${operator}, which Kubernetes does not know.`);
  }
}
