import { expect, test } from 'vitest';

import { order } from '../../src/gates/order.ts';
import {
  type Exception,
  exceptionUses,
  judge,
  type Policy,
  redExceptions,
} from '../../src/verdict/exceptions.ts';
import type { Finding } from '../../src/verdict/finding.ts';
import type { GateResult } from '../../src/verdict/model.ts';

const found: Finding = {
  tool: 'npm-audit',
  rule: 'GHSA-1',
  aliases: ['CVE-2026-1'],
  severity: 'HIGH',
  message: 'bad',
};
const exception: Exception = {
  tool: 'npm-audit',
  id: 'GHSA-1',
  reason: 'not reachable',
  owner: 'platform',
  expires: '2026-12-31',
};
const policy: Policy = { threshold: 'HIGH', exceptions: [exception], today: '2026-12-31' };
const reds = (change: Partial<Policy>, findings = [found]): number =>
  judge(findings, { ...policy, ...change }).findings.length;

test.each([
  ['LOW', 'MEDIUM', 0],
  ['MEDIUM', 'MEDIUM', 1],
  ['CRITICAL', 'MEDIUM', 1],
  ['HIGH', 'CRITICAL', 0],
] as const)('a finding of %s against a threshold of %s: %i red', (severity, threshold, red) => {
  const judged = judge([{ ...found, severity }], { ...policy, exceptions: [], threshold });
  expect([judged.findings.length, judged.tolerated.length]).toEqual([red, 1 - red]);
});

test('an exception tolerates its finding until the end of its last day', () => {
  expect([reds({}), reds({ today: '2027-01-01' })]).toEqual([0, 1]);
});

test('an exception may name the finding by another identifier of the same thing', () => {
  expect(reds({ exceptions: [{ ...exception, id: 'CVE-2026-1' }] })).toBe(0);
});

test.each([{ tool: 'trivy' }, { id: 'GHSA-2' }, { id: 'GHSA' }])(
  'an exception tolerates nothing else: %j',
  (change) => {
    expect(reds({ exceptions: [{ ...exception, ...change }] })).toBe(1);
  },
);

const gate = (change: Partial<GateResult> = {}): GateResult => ({
  gate: 'audit',
  stage: 'SCA',
  outcome: 'passed',
  reason: '',
  findings: [],
  allowed: false,
  ...change,
});
const stateOf = (
  gates: GateResult[],
  change: Partial<Exception> = {},
  today = '2026-06-01',
): string | undefined =>
  exceptionUses([{ ...exception, ...change }], { gates, today, rows: order })[0]?.state;

test('an exception that a finding matched is used, whether it was tolerated or red', () => {
  expect(stateOf([gate({ tolerated: [found] })])).toBe('used');
  expect(stateOf([gate({ findings: [found], outcome: 'failed' })])).toBe('used');
});

test('an expired exception is expired, even if it matches', () => {
  expect(stateOf([gate({ tolerated: [found] })], {}, '2027-01-01')).toBe('expired');
});

test('an exception that matches nothing is unmatched once every gate of its tool had something to say', () => {
  expect(stateOf([gate()])).toBe('unmatched');
  expect(stateOf([gate({ outcome: 'unavailable' })])).toBe('unchecked');
  expect(stateOf([])).toBe('unchecked');
});

test('a gate that is red says nothing of a tool of its that could not look', () => {
  const red = gate({ outcome: 'failed', unchecked: ['npm-audit'] });
  expect(stateOf([red])).toBe('unchecked');
  expect(stateOf([red], { tool: 'lockfile' })).toBe('unmatched');
});

test('a tool with three gates is complete only with all three', () => {
  const scans = ['scan-vulnerabilities', 'scan-config', 'scan-secrets'].map((name) => gate({ gate: name }));
  expect(stateOf(scans, { tool: 'trivy', id: 'CVE-9' })).toBe('unmatched');
  expect(stateOf(scans.slice(1), { tool: 'trivy', id: 'CVE-9' })).toBe('unchecked');
});

test('expired and unmatched exceptions are red, used and unchecked ones are not', () => {
  const uses = (['used', 'expired', 'unmatched', 'unchecked'] as const).map((state) => ({
    ...exception,
    state,
  }));
  expect(redExceptions(uses).map((use) => use.state)).toEqual(['expired', 'unmatched']);
});
