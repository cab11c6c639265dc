import { order, type Row } from './order.ts';

/** The order of the pipeline for a reader: what each gate waits for, why, with which images and commands. */
export function planText(images: Readonly<Record<string, string>>, rows: readonly Row[] = order): string {
  return rows
    .map((row, index) => [`${String(index + 1)}. ${heading(row)}`, ...details(row, images)].join('\n'))
    .join('\n\n');
}

function heading({ stage, gate }: Row): string {
  return stage === gate ? gate : `${stage}: ${gate}`;
}

function details(row: Row, images: Readonly<Record<string, string>>): string[] {
  return [
    `   why:      ${row.why}`,
    `   after:    ${row.needs.length === 0 ? 'nothing, it starts at once' : row.needs.join(', ')}`,
    ...row.images.map((name) => `   image:    ${images[name] ?? name}`),
    ...row.commands.map((command) => `   command:  ${command}`),
  ];
}
