import { following, type Step } from './following.ts';
import type { Row } from '../gates/gate.ts';
import { order, rowsInUse } from '../gates/order.ts';
import { factsText } from '../project/facts/table.ts';
import type { Project } from '../project/project.stage.ts';
import { plainLine } from '../verdict/plain-text.ts';
import { columns } from '../verdict/table.ts';

/** A project, as far as its plan shows it. */
export type PlannedProject = Pick<Project, 'facts' | 'gates' | 'notConfigured'>;

/** What was found of a project, the gates that it has in their order, and those that it does not have, with reasons. */
export function planText(
  { facts, gates, notConfigured }: PlannedProject,
  images: Readonly<Record<string, string>>,
): string {
  const left = notConfigured.map(({ gate, reason }) => [`  ${gate}`, plainLine(reason)]);
  return [
    ['What was found:', indented(factsText(facts))],
    ['What would run:', orderText(images, rowsInUse(gates))],
    ...(left.length === 0 ? [] : [['Not configured:', columns(left).join('\n')]]),
  ]
    .map(([heading = '', text = '']) => `${heading}\n\n${text}`)
    .join('\n\n');
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

/**
 * The order of the pipeline for a reader: for each gate what it waits for, why, its images and commands; then the steps after
 * the gates, which have calls of their own.
 */
export function orderText(
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
  { why, after, images: names, commands }: Pick<Step, 'why' | 'after' | 'commands'> & Pick<Row, 'images'>,
  images: Readonly<Record<string, string>>,
): string[] {
  return [
    `   why:      ${why}`,
    `   after:    ${after}`,
    ...[...new Set(names.map((name) => images[name] ?? name))].map((image) => `   image:    ${image}`),
    ...commands.map((command) => `   command:  ${command}`),
  ];
}
