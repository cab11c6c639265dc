import { added, type Defect, edited } from '../defect.ts';

/** Defects that the gate must detect: mistakes of a developer, and attempts to hide one from the gate. */
export const defects: readonly Defect[] = [
  edited('a failing test', ['test'], 'test/app.test.ts', ["['/', 404]", "['/', 200]"]),
  added('a lost test', ['test'], 'test/app.test.ts', lostTest()),
  {
    name: 'sources that no test loads',
    gates: ['test'],
    edits: {
      'src/billing.ts': untested,
      'vitest.config.ts': (before) => before.replace("      include: ['src/**'],\n", ''),
    },
  },
];

/** The remaining test checks nothing of the service, so that its lines are no longer covered. */
function lostTest(): string {
  return "import { expect, test } from 'vitest';\n\ntest('nothing', () => expect(1).toBe(1));\n";
}

function untested(): string {
  const lines = Array.from({ length: 40 }, (_, index) => `  total += rates[${String(index)}] ?? 0;`);
  return `/** The sum of the first rates. */
export function sum(rates: readonly number[]): number {
  let total = 0;
${lines.join('\n')}
  return total;
}
`;
}
