import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { renderVerdictJson } from '../../src/report/verdict-json.ts';
import { gate, hostileVerdict, manyFindings, redVerdict, verdict } from './sample.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
formats.default(ajv);
const schema = JSON.parse(
  readFileSync(new URL('../../verdict.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = ajv.compile(schema);

/** What the schema has against a text; nothing when it is valid. */
function faults(text: string): string[] {
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}

describe('the published schema', () => {
  test.each([
    ['a green verdict', verdict()],
    ['a red one', redVerdict()],
    ['hostile text', hostileVerdict()],
    ['five hundred findings', manyFindings(500)],
    ['no gate', verdict({ gates: [], outcome: 'unavailable', exitCode: 3 })],
  ])('takes %s', (_what, sample) => {
    expect(faults(renderVerdictJson(sample))).toEqual([]);
  });

  test.each([
    [
      'an exit code that does not fit the outcome',
      { exitCode: 0, outcome: 'failed' },
      '/exitCode must be equal to constant',
    ],
    ['an outcome that is none', { outcome: 'green' }, '/outcome must be equal to one of the allowed values'],
    [
      'coverage beyond everything',
      { coverage: { lines: 101, branches: 1, functions: 1, statements: 1 } },
      '/coverage/lines must be <= 100',
    ],
    ['a key that nobody documents', { extra: 1 }, ' must NOT have additional properties'],
    [
      'a finding without a severity',
      { gates: [{ ...gate(), findings: [{ tool: 'a', rule: 'b', message: 'c' }] }] },
      "/gates/0/findings/0 must have required property 'severity'",
    ],
    [
      'a last day that is none',
      { exceptions: [{ tool: 'a', id: 'b', reason: 'c', owner: 'd', expires: 'soon', state: 'used' }] },
      '/exceptions/0/expires must match format "date"',
    ],
  ])('refuses %s', (_what, change, fault) => {
    expect(faults(JSON.stringify({ ...verdict(), ...change }))).toContain(fault);
  });

  test('describes every key that a verdict can have', () => {
    const keys = new Set(JSON.stringify(schema).match(/"\w+":/g));
    for (const key of renderVerdictJson(redVerdict()).match(/"\w+":/g) ?? []) expect(keys).toContain(key);
  });
});

test('what is written is read back the same', () => {
  expect(JSON.parse(renderVerdictJson(redVerdict()))).toEqual(redVerdict());
});

test('the file ends in a newline', () => {
  expect(renderVerdictJson(verdict())).toMatch(/\}\n$/);
});
