import { expect, test } from 'vitest';

import { images, notPinned } from '../../src/tools/images.ts';
import { unknownGates } from '../../src/project/arguments.ts';
import { defaultGates, gateNames, order, rowsInUse } from '../../src/gates/order.ts';
import { following } from '../../src/ci/following.ts';
import { orderText } from '../../src/ci/plan.ts';

test('a gate needs only gates above it, so that there is an order at all', () => {
  order.forEach((row, index) => {
    const above = gateNames.slice(0, index);
    expect(row.needs.filter((need) => !above.includes(need))).toEqual([]);
  });
});

test('every gate has a name of its own', () => {
  expect(new Set(gateNames).size).toBe(order.length);
});

test('a project that names no gates gets none of those that run only by name', () => {
  expect(gateNames.filter((gate) => !defaultGates.includes(gate))).toEqual(['dockerfile', 'licences']);
});

test('a gate that no gate is called is named', () => {
  expect(unknownGates(['lint', 'lnit', 'smoke', ''], gateNames)).toEqual(['lnit', '']);
});

test('a gate that is left out holds nothing up, but what it needed is still needed', () => {
  const rows = rowsInUse(['lint', 'test', 'smoke']);
  expect(rows.map((row) => row.gate)).toEqual(['lint', 'test', 'smoke']);
  expect(rows.at(-1)?.needs).toEqual(expect.arrayContaining(['lint', 'test']));
});

test('the plan names every gate, why it stands there, its images with their digests and its commands', () => {
  const all = { ...images, projectNode: images.node20 };
  const plan = orderText(all);
  for (const row of order) {
    for (const name of row.images) expect(plan).toContain(all[name]);
    for (const command of row.commands) expect(plan).toContain(command);
    expect(plan).toContain(row.why);
    // An empty text is in every text.
    expect([...row.commands, row.why]).not.toContain('');
    expect(row.commands).not.toEqual([]);
  }
});

test('the plan ends with what follows the gates by a call of its own', () => {
  const plan = orderText(images);
  const places = [...gateNames, ...following.map(({ name }) => name)].map((name) =>
    plan.search(new RegExp(`^\\d+\\. (?:.*: )?${name}(?: .*)?$`, 'm')),
  );
  expect(places).toEqual([...places].sort((left, right) => left - right));
  expect(places).not.toContain(-1);
  expect(following.map(({ name }) => name)).toEqual(['publish', 'deploy']);
  for (const step of following) {
    expect(plan).toContain(step.why);
    for (const name of step.images) expect(plan).toContain(images[name]);
    for (const command of step.commands) expect(plan).toContain(command);
  }
});

test('every image is pinned by exact tag and by digest, but for those that are listed as not yet pinned', () => {
  for (const [name, reference] of Object.entries(images)) {
    const pinned = /^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/.test(reference);
    expect([name, pinned]).toEqual([name, !notPinned.some((other) => other === name)]);
    expect(reference).toMatch(/:[\w.-]*\d/);
    expect(reference).not.toContain('latest');
  }
});
