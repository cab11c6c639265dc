import { existsSync, readFileSync } from 'node:fs';

import { check } from 'prettier';
import { describe, expect, test } from 'vitest';

import { defects } from '../../src/verdict/defects.ts';
import { gateNames } from '../../src/verdict/order.ts';

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

describe.each(edits)('$name in $path', ({ name, path, edit }) => {
  const before = soundFile(path);

  test('changes the sound project', () => {
    expect(edit(before)).not.toBe(before);
  });

  test.runIf(path.endsWith('.ts'))('is formatted, unless that is the defect', async () => {
    const formatted = await check(edit(before), { parser: 'typescript', singleQuote: true });
    expect(formatted).toBe(name !== 'a formatting error');
  });

  test.runIf(path.endsWith('.json') && before !== '')('keeps the rest of the file', () => {
    const old = JSON.parse(before) as Record<string, unknown>;
    expect(JSON.parse(edit(before))).toMatchObject({ name: old['name'] });
  });
});
