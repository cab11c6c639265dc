import { existsSync, readFileSync } from 'node:fs';

import { check } from 'prettier';
import { expect, test } from 'vitest';

import { defects } from '../../src/prove/defects.ts';
import { gateNames } from '../../src/gates/order.ts';

const project = new URL('../../fixtures/project/', import.meta.url);

/** A file of the sound project, empty where it has none. */
function soundFile(path: string): string {
  const file = new URL(path, project);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

const edits = defects.flatMap((defect) =>
  Object.entries(defect.edits).map(([path, edit]) => ({ name: defect.name, path, edit })),
);

test('every defect has a name of its own and gates that exist', () => {
  expect(new Set(defects.map((defect) => defect.name)).size).toBe(defects.length);
  for (const { gates } of defects) expect(gateNames).toEqual(expect.arrayContaining([...gates]));
});

test('there is a defect for every gate, but for the one that needs the world', () => {
  const covered = new Set(defects.flatMap((defect) => defect.gates));
  expect(gateNames.filter((gate) => !covered.has(gate))).toEqual(['codeql']);
});

test.each(edits)('$name changes $path of the sound project', ({ path, edit }) => {
  const before = soundFile(path);
  expect(edit(before)).not.toBe(before);
});

test.each(edits.filter(({ path }) => path.endsWith('.ts')))(
  '$name leaves $path formatted, unless that is the defect',
  async ({ name, path, edit }) => {
    const formatted = await check(edit(soundFile(path)), { parser: 'typescript', singleQuote: true });
    expect(formatted).toBe(name !== 'a formatting error');
  },
);

test.each(edits.filter(({ path }) => /^package(?:-lock)?\.json$/.test(path)))(
  '$name keeps the rest of $path',
  ({ path, edit }) => {
    const before = soundFile(path);
    const { name } = JSON.parse(before) as { name?: unknown };
    expect(JSON.parse(edit(before))).toMatchObject({ name });
  },
);
