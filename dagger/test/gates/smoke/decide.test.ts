import { describe, expect, test } from 'vitest';

import {
  parseProbe,
  parseSupervised,
  type ProbeReport,
  type SupervisorReport,
} from '../../../src/gates/smoke/parse.ts';
import { decideSmoke, isOutOfReach, type SmokeEvidence } from '../../../src/gates/smoke/decide.ts';
import type { AskedEndpoint } from '../../../src/gates/smoke/reach.ts';

const probe: ProbeReport = {
  health: { status: 200, last: '200' },
  conversation: { exitCode: 0, output: 'all well' },
};
const supervised: SupervisorReport = {
  uid: 1000,
  healthyMs: 210,
  health: { status: 200, last: '200' },
  listening: [{ address: '::', port: 8000 }],
  exit: { code: 0, signal: null },
  killed: false,
  stopMs: 40,
  leader: '/usr/bin/npm start',
  survivors: [],
  wrote: [],
  log: 'listening on 8000',
};
const asked: AskedEndpoint = { port: 8000, healthPath: '/health', exposed: [] };

const decide = (evidence: Partial<SmokeEvidence> = {}): ReturnType<typeof decideSmoke> =>
  decideSmoke({ probe, supervised, asked, ...evidence });

test('an image that does all of it is green, with its times', () => {
  expect(decide()).toEqual({
    outcome: 'passed',
    reason: 'healthy in 210 ms, conversation passed, uid 1000, ended in 40 ms',
    findings: [],
  });
});

describe('each thing that an image must not do is red for its own reason', () => {
  const never: SupervisorReport = {
    uid: 1000,
    health: { status: 0, last: 'ECONNREFUSED' },
    listening: [],
    killed: false,
    leader: '',
    survivors: [],
    wrote: [],
    log: '',
  };
  const gone: SupervisorReport = JSON.parse(
    JSON.stringify({ ...supervised, stopMs: undefined }),
  ) as SupervisorReport;
  const cases: [string, { probe?: ProbeReport; supervised?: SupervisorReport }][] = [
    ['healthy', { supervised: { ...never, exit: { code: 1, signal: null } } }],
    ['user', { supervised: { ...supervised, uid: 0 } }],
    ['files', { supervised: { ...supervised, wrote: ['/app/cache.json'] } }],
    ['ended', { supervised: gone }],
    ['signal', { supervised: { ...supervised, exit: { code: 1, signal: null } } }],
    ['signal', { supervised: { ...supervised, exit: { code: null, signal: 'SIGTERM' } } }],
    ['signal', { supervised: { ...supervised, killed: true, exit: { code: null, signal: 'SIGKILL' } } }],
    ['health', { probe: { health: { status: 503, last: '503' } } }],
    ['healthcheck', { supervised: { ...supervised, healthcheck: { exitCode: 127, output: 'no curl' } } }],
    ['conversation', { probe: { ...probe, conversation: { exitCode: 1, output: 'answered 500' } } }],
  ];
  test.each(cases)('%s: %j', (rule, change) => {
    const decision = decide(change);
    expect(decision.outcome).toBe('failed');
    expect(decision.findings.map((finding) => finding.rule)).toEqual([rule]);
  });
});

test('an image that ends at once is told with the error that it printed', () => {
  const log =
    'file:///app/main.js:1\nthrow new Error()\n\nError: DATABASE_URL is missing\n    at file:///app/main.js\n';
  const ended: SupervisorReport = {
    uid: 1000,
    health: { status: 0, last: 'ECONNREFUSED' },
    listening: [],
    killed: false,
    leader: '',
    survivors: [],
    wrote: [],
    log,
    exit: { code: 1, signal: null },
  };
  expect(decide({ supervised: ended }).reason).toMatch(/ended with code 1: Error: DATABASE_URL is missing$/);
});

test('the log of a red image is in the notes', () => {
  const decision = decide({ supervised: { ...supervised, uid: 0 } });
  expect(decision.notes?.join('\n')).toContain('listening on 8000');
});

test('what the image wrote is named, the first few of it', () => {
  const wrote = Array.from({ length: 9 }, (_, index) => `/app/${String(index)}`);
  const [finding] = decide({ supervised: { ...supervised, wrote } }).findings;
  expect(finding?.message).toBe(
    'the image wrote outside its mounts: /app/0, /app/1, /app/2, /app/3, /app/4 (9 paths)',
  );
});

test.each([
  [{ probe: 'no client', supervised }, 'no client'],
  [{ probe, supervised: 'no node in the image' }, 'no node in the image'],
  [{ probe: 'no client', supervised: 'no node' }, 'no node; no client'],
])('a half that could not be had is unavailable: %j', (evidence, reason) => {
  expect(decide(evidence)).toEqual({ outcome: 'unavailable', reason, findings: [] });
});

test('a half that could not be had does not hide what the other half found', () => {
  const decision = decide({ probe: 'no client', supervised: { ...supervised, uid: 0 } });
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

describe('what cannot be reached says why', () => {
  const { uid, exit = { code: 0, signal: null }, survivors, leader, wrote, log, listening } = supervised;
  const ended = { exit, stopMs: 40, killed: false };
  const unhealthy: SupervisorReport = {
    uid,
    listening,
    survivors,
    leader,
    wrote,
    log,
    ...ended,
    health: { status: 503, last: '503' },
  };
  const refused = { ...unhealthy, health: { status: 0, last: 'ECONNREFUSED' } };
  const cases: [string, SupervisorReport, Partial<AskedEndpoint>, string, RegExp][] = [
    [
      'loopback alone',
      { ...supervised, listening: [{ address: '127.0.0.1', port: 8000 }] },
      {},
      'health',
      /listens on 127\.0\.0\.1:8000 alone/,
    ],
    ['IPv6 alone', refused, {}, 'health', /listens on IPv6 alone \(\[::\]:8000\)/],
    [
      'another port',
      { ...refused, listening: [{ address: '0.0.0.0', port: 3000 }] },
      { exposed: [3000] },
      'port',
      /listens on 0\.0\.0\.0:3000, asked was port 8000; the image EXPOSEs 3000/,
    ],
    [
      'a health path that leads elsewhere',
      { ...unhealthy, health: { status: 302, last: '302', location: '/login' } },
      {},
      'healthy',
      /\/health answered 302 and leads to \/login, expected 200/,
    ],
    [
      'a health path that answers 204',
      { ...unhealthy, health: { status: 204, last: '204' } },
      {},
      'healthy',
      /answered 204, expected 200$/,
    ],
  ];
  test.each(cases)('%s', (_name, facts, ask, rule, says) => {
    const decision = decide({ probe: 'not asked', supervised: facts, asked: { ...asked, ...ask } });
    expect(decision.outcome).toBe('failed');
    expect(decision.findings.map((finding) => finding.rule)).toEqual([rule]);
    expect(decision.findings[0]?.message).toMatch(says);
    expect(isOutOfReach(facts, { ...asked, ...ask })).toBe(true);
  });

  test('what is healthy and listens everywhere is asked from outside', () => {
    expect(isOutOfReach(supervised, asked)).toBe(false);
    expect(isOutOfReach('no node in the image', asked)).toBe(false);
  });

  test('the end that the supervisor asked for is not told as the cause', () => {
    const [finding] = decide({ supervised: refused }).findings;
    expect(finding?.message).not.toContain('ended with');
  });
});

test('a signal that does not reach the service names what it reaches, and what still ran', () => {
  const [finding] = decide({ supervised: { ...supervised, survivors: ['node src/server.mjs'] } }).findings;
  expect(finding?.message).toBe(
    'SIGTERM does not reach the service: PID 1 is npm, and node src/server.mjs still ran when it had ended',
  );
});
