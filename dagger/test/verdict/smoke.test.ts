import { describe, expect, test } from 'vitest';

import { parseProbe, parseSupervised, type Probe, type Supervised } from '../../src/verdict/parse-smoke.ts';
import { decideSmoke } from '../../src/verdict/smoke.ts';

const probe: Probe = {
  health: { status: 200, last: '200' },
  conversation: { exitCode: 0, output: 'all well' },
};
const supervised: Supervised = {
  uid: 1000,
  healthyMs: 210,
  lastHealth: '200',
  exit: { code: 0, signal: null },
  killed: false,
  stopMs: 40,
  wrote: [],
  log: 'listening on 8000',
};

test('an image that does all of it is green, with its times', () => {
  expect(decideSmoke({ probe, supervised })).toEqual({
    outcome: 'passed',
    reason: 'healthy in 210 ms, conversation passed, uid 1000, ended in 40 ms',
    findings: [],
  });
});

describe('each thing that an image must not do is red for its own reason', () => {
  const never: Supervised = { uid: 1000, lastHealth: 'ECONNREFUSED', killed: false, wrote: [], log: '' };
  const cases: [string, { probe?: Probe; supervised?: Supervised }][] = [
    ['healthy', { supervised: { ...never, exit: { code: 1, signal: null } } }],
    ['user', { supervised: { ...supervised, uid: 0 } }],
    ['files', { supervised: { ...supervised, wrote: ['/app/cache.json'] } }],
    ['signal', { supervised: { ...supervised, exit: { code: 1, signal: null } } }],
    ['signal', { supervised: { ...supervised, exit: { code: null, signal: 'SIGTERM' } } }],
    ['signal', { supervised: { ...supervised, killed: true, exit: { code: null, signal: 'SIGKILL' } } }],
    ['health', { probe: { health: { status: 503, last: '503' } } }],
    ['conversation', { probe: { ...probe, conversation: { exitCode: 1, output: 'answered 500' } } }],
  ];
  test.each(cases)('%s: %j', (rule, change) => {
    const decision = decideSmoke({ probe, supervised, ...change });
    expect(decision.outcome).toBe('failed');
    expect(decision.findings.map((finding) => finding.rule)).toEqual([rule]);
  });
});

test('the log of a red image is in the notes', () => {
  const decision = decideSmoke({ probe, supervised: { ...supervised, uid: 0 } });
  expect(decision.notes?.join('\n')).toContain('listening on 8000');
});

test('what the image wrote is named, the first few of it', () => {
  const wrote = Array.from({ length: 9 }, (_, index) => `/app/${String(index)}`);
  const [finding] = decideSmoke({ probe, supervised: { ...supervised, wrote } }).findings;
  expect(finding?.message).toBe(
    'the image wrote outside its mounts: /app/0, /app/1, /app/2, /app/3, /app/4 (9 paths)',
  );
});

test.each([
  [{ probe: 'no client', supervised }, 'no client'],
  [{ probe, supervised: 'no node in the image' }, 'no node in the image'],
  [{ probe: 'no client', supervised: 'no node' }, 'no node; no client'],
])('a half that could not be had is unavailable: %j', (evidence, reason) => {
  expect(decideSmoke(evidence)).toEqual({ outcome: 'unavailable', reason, findings: [] });
});

test('a half that could not be had does not hide what the other half found', () => {
  const decision = decideSmoke({ probe: 'no client', supervised: { ...supervised, uid: 0 } });
  expect([decision.outcome, decision.notes?.[0]]).toEqual(['failed', 'no client']);
  expect(decision.unchecked).toEqual(['smoke']);
});

test('facts are read from the last line, whatever was printed before', () => {
  expect(parseSupervised(`warning\n${JSON.stringify(supervised)}\n`)).toEqual(supervised);
  expect(parseProbe(JSON.stringify(probe))).toEqual(probe);
});

test.each([
  '',
  'null',
  '[]',
  '{}',
  '{"uid": "0"}',
  '{"uid": 1000, "killed": false, "wrote": "none"}',
  '{"uid": 10',
])('what is no line of facts is none: %j', (line) => {
  expect(parseSupervised(line)).toBeUndefined();
  expect(parseProbe(line)).toBeUndefined();
});
