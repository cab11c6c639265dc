import { order } from '../../src/gates/order.ts';
import { expect, test } from 'vitest';

import type { GateResult } from '../../src/verdict/model.ts';
import { publishDecision } from '../../src/publish/decide.ts';
import { conclusiveTools, hasImage } from '../../src/verdict/report-tools.ts';

const gate = (name: string, change: Partial<GateResult> = {}): GateResult => ({
  gate: name,
  stage: name,
  outcome: 'passed',
  reason: '',
  findings: [],
  allowed: false,
  ...change,
});
const inUse = ['lint', 'test'];
const good = [gate('lint'), gate('test')];

test('what passed every gate in use may be published', () => {
  expect(publishDecision({ gates: good }, inUse)).toEqual({ kind: 'publish' });
});

test.each<[string, GateResult[]]>([
  ['a gate failed', [gate('lint'), gate('test', { outcome: 'failed' })]],
  ['a gate was unavailable', [gate('lint'), gate('test', { outcome: 'unavailable' })]],
  [
    'a gate was allowed to be unavailable',
    [gate('lint'), gate('test', { outcome: 'unavailable', allowed: true })],
  ],
  ['a gate did not run at all', [gate('lint')]],
])('publishing is refused when %s, and the gate is named', (_, gates) => {
  expect(publishDecision({ gates }, inUse)).toEqual({
    kind: 'refuse',
    gates: ['test'],
    reason: 'not passed: test',
  });
});

test('publishing is refused when the project uses no gate', () => {
  expect(publishDecision({ gates: [] }, []).kind).toBe('refuse');
});

test.each(['expired', 'unmatched'] as const)('publishing is refused when an exception is %s', (state) => {
  const use = { tool: 'trivy', id: 'CVE-1', reason: '', owner: '', expires: '2026-01-01', state };
  expect(publishDecision({ gates: good, exceptions: [use] }, inUse)).toMatchObject({
    kind: 'refuse',
    reason: expect.stringContaining('CVE-1') as string,
  });
});

test('a tool whose gate could not look gets no SARIF file, which would close alerts', () => {
  const scans = ['scan-vulnerabilities', 'scan-config', 'scan-secrets'].map((name) => gate(name));
  expect(conclusiveTools({ gates: [gate('semgrep'), ...scans] }, order)).toEqual(['semgrep', 'trivy']);
  expect(
    conclusiveTools(
      { gates: [...scans.slice(1), gate('scan-vulnerabilities', { outcome: 'unavailable' })] },
      order,
    ),
  ).toEqual([]);
});

/** Tools of the gate that a project of npm does not use: they have found nothing there. */
const otherAudits = ['pnpm-audit', 'yarn-audit', 'bun-audit'];

test('nor does a tool that could not look in a gate that another tool made red', () => {
  const audit = gate('audit', { outcome: 'failed', unchecked: ['npm-audit'] });
  expect(conclusiveTools({ gates: [audit] }, order)).toEqual([...otherAudits, 'npm-signatures', 'lockfile']);
});

test('a tool that looked has a SARIF file, though its gate could not check everything', () => {
  const audit = gate('audit', { outcome: 'unavailable', unchecked: ['npm-signatures'] });
  expect(conclusiveTools({ gates: [audit] }, order)).toEqual(['npm-audit', ...otherAudits, 'lockfile']);
});

test('a run has an image where it was built, whichever gates look at it', () => {
  const ran = { durationMs: 1 };
  expect(hasImage([gate('image', ran)])).toBe(true);
  expect(hasImage([gate('image', { ...ran, outcome: 'failed' }), gate('scan-secrets')])).toBe(false);
  expect(hasImage([{ ...gate('scan-secrets', ran), stage: 'scan' }])).toBe(true);
  expect(hasImage([gate('lint', ran)])).toBe(false);
});
