import { following, type Step } from './following.ts';
import type { Row } from '../gates/gate.ts';
import { order } from '../gates/order.ts';

/**
 * The order of the pipeline for a reader: for each gate what it waits for, why, its images and commands; then the steps after
 * the gates, which have calls of their own.
 */
export function planText(
  images: Readonly<Record<string, string>>,
  rows: readonly Row[] = order,
  steps: readonly Step[] = following,
): string {
  const gates = rows.map((row) => ({
    ...row,
    heading: headingOf(row),
    after: row.needs.length === 0 ? 'nothing, it starts at once' : row.needs.join(', '),
  }));
  const further = steps.map((step) => ({ ...step, heading: `${step.name} (a call of its own)` }));
  return [...gates, ...further]
    .map((part, index) => [`${String(index + 1)}. ${part.heading}`, ...details(part, images)].join('\n'))
    .join('\n\n');
}

function headingOf({ stage, gate }: Row): string {
  return stage === gate ? gate : `${stage}: ${gate}`;
}

function details(
  { why, after, images: names, commands }: Omit<Step, 'name'>,
  images: Readonly<Record<string, string>>,
): string[] {
  return [
    `   why:      ${why}`,
    `   after:    ${after}`,
    ...names.map((name) => `   image:    ${images[name] ?? name}`),
    ...commands.map((command) => `   command:  ${command}`),
  ];
}
