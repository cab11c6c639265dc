import { describe, expect, test } from 'vitest';
import { parseJunit } from '../../src/gates/test/junit.ts';
import type { TestFacts } from '../../src/gates/test/results.ts';
import { readXml } from '../../src/gates/test/xml.ts';
import { renderJunit } from '../../src/report/junit-writer.ts';
import { fixture, readable } from '../support/fixture.ts';
import { finding, gate, hostileVerdict, redVerdict, verdict } from './sample.ts';

const factsOf = (text: string): TestFacts => readable(parseJunit({ text, exitCode: 1 })).facts;

describe('gates as test suites', () => {
  test('one for each gate, and its own reader agrees with its counts', () => {
    const facts = factsOf(renderJunit(redVerdict()));
    expect(facts.suites).toHaveLength(10);
    expect(facts).toMatchObject({ tests: 12, passed: 1, failed: 5, skipped: 6 });
  });

  test.each([
    ['passed', gate(), '<testcase classname="lint" name="lint" time="8.400"/>'],
    [
      'failed without a finding',
      gate({ outcome: 'failed', reason: 'no image' }),
      '<failure message="no image">no image</failure>',
    ],
    [
      'unavailable',
      gate({ outcome: 'unavailable', reason: 'no database' }),
      '<error message="no database">no database</error>',
    ],
    [
      'allowed',
      gate({ outcome: 'unavailable', allowed: true, reason: 'no database' }),
      '<skipped message="no database"/>',
    ],
    ['stopped', gate({ outcome: 'unavailable', stoppedBy: 'test' }), '<skipped message="stopped by test"/>'],
  ])('%s', (_what, row, xml) => {
    expect(renderJunit(verdict({ gates: [row] }))).toContain(xml);
  });

  test('a finding is a failure with its place and what to do', () => {
    const found = gate({ outcome: 'failed', findings: [finding({ fix: 'Remove it.' })] });
    const [suite] = readXml(renderJunit(verdict({ gates: [found] }))).children;
    const test = suite?.children[0];
    expect(Object.fromEntries(test?.attributes ?? [])).toEqual({
      classname: 'lint',
      name: 'lint: no-unused-vars service/src/routes/auth/handlers.ts:42:9',
      time: '0.000',
      file: 'service/src/routes/auth/handlers.ts',
      line: '42',
    });
    expect(test?.children[0]?.text).toBe("HIGH: 'token' is assigned a value but never used.\nRemove it.");
  });

  test('an unavailable gate that found something tells both', () => {
    const row = gate({ outcome: 'unavailable', findings: [finding()] });
    const [suite] = readXml(renderJunit(verdict({ gates: [row] }))).children;
    expect(suite?.children.map(({ children }) => children[0]?.name)).toEqual(['error', 'failure']);
  });
});

test("the project's own tests follow, unchanged", () => {
  const { suites } = factsOf(fixture('junit.xml'));
  const joined = factsOf(renderJunit(verdict(), suites));
  expect(joined.suites.slice(-suites.length)).toEqual(suites);
});

test('hostile text stays text', () => {
  const text = renderJunit(hostileVerdict());
  for (const bad of ['<script', '<img', '\u0000', '\u001b', '\u202e']) expect(text).not.toContain(bad);
  expect(readXml(text).children[0]?.children[0]?.attributes.get('name')).toContain(
    '</script><script>alert(1)</script>',
  );
});
