import { expect, test } from 'vitest';

import type { GateResult } from '../../src/verdict/model.ts';
import { isCaught, proofTable, type Trial } from '../../src/prove/proof.ts';
import { parseCatalog } from '../../src/prove/proof-registry.ts';

const gate = (name: string, change: Partial<GateResult> = {}): GateResult => ({
  gate: name,
  stage: name,
  outcome: 'passed',
  reason: '',
  findings: [],
  allowed: false,
  ...change,
});
const good = [gate('lint'), gate('test')];

const caught: Trial = {
  name: 'a lint error',
  expected: ['lint'],
  gates: [gate('lint', { outcome: 'failed' })],
  publish: { kind: 'refused', answer: 'not passed: lint' },
  tags: undefined,
};
const control: Trial = {
  name: 'untouched',
  expected: [],
  gates: good,
  publish: { kind: 'published', answer: 'localhost:5000/untouched:1' },
  tags: ['1'],
};

test('a defect is caught when its gate is red, no other is, and publish refused it by that name', () => {
  expect(isCaught(caught)).toBe(true);
});

test.each<[string, Partial<Trial>]>([
  ['no gate is red', { gates: good }],
  ['its gate could not be checked', { gates: [gate('lint', { outcome: 'unavailable' })] }],
  ['another gate is red as well', { gates: [...caught.gates, gate('test', { outcome: 'failed' })] }],
  ['it was published', { publish: { kind: 'published', answer: 'lint' }, tags: ['1'] }],
  ['publish refused it for something else', { publish: { kind: 'refused', answer: 'not passed: test' } }],
  ['publish broke off', { publish: { kind: 'broke', answer: 'lint' } }],
  ['the registry has a tag of it all the same', { tags: ['candidate-1'] }],
  ['the registry has layers of it all the same', { tags: [] }],
])('a defect is not caught when %s', (_, change) => {
  expect(isCaught({ ...caught, ...change })).toBe(false);
});

test('the untouched copy is right when nothing is red, and it was published and is there', () => {
  expect(isCaught(control)).toBe(true);
});

test.each<[string, Partial<Trial>]>([
  ['a gate is red', { gates: caught.gates }],
  ['it was refused', { publish: caught.publish }],
  ['the registry does not have it', { tags: undefined }],
  ['the registry has no tag of it', { tags: [] }],
])('the untouched copy is not right when %s', (_, change) => {
  expect(isCaught({ ...control, ...change })).toBe(false);
});

test('the table says what publish answered, what the registry holds, and how many were caught', () => {
  const table = proofTable(control, [caught, { ...caught, name: 'another', tags: ['1'] }]);
  expect(table).toMatch(/^untouched +none +none +published +right$/m);
  expect(table).toMatch(/^a lint error +lint +lint +refused +right$/m);
  expect(table).toMatch(/^another +lint +lint +refused, but pushed +WRONG not passed: lint$/m);
  expect(table).toContain('the registry holds untouched, another\n');
  expect(table).toContain('1 of 2 caught; the untouched copy has 0 findings');
});

test("a registry's list is read as repositories with their tags", () => {
  const line = JSON.stringify({ catalog: { sample: ['1', '2'], layers: [] } });
  expect([...parseCatalog(line)]).toEqual([
    ['sample', ['1', '2']],
    ['layers', []],
  ]);
});

test.each(['', '{}', '{"catalog": null}', 'no JSON'])('what is no list of a registry is none: %j', (text) => {
  expect(() => parseCatalog(text)).toThrow('no list of a registry');
});
