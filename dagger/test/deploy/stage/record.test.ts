import { expect, test } from 'vitest';

import { parseRecord, type ProgramRecords } from '../../../src/deploy/stage/record.ts';
import { drain, load, nodes, observations } from '../sample.ts';

const step = { step: 'rollout', outcome: 'passed', startMs: 0, durationMs: 5, detail: '' } as const;

/** A record of each program with every fact that it may have. */
const records: ProgramRecords = {
  render: {
    steps: [step],
    problems: [],
    leftOut: ['Pod/app-test (a hook of Helm: test)'],
    images: [{ reference: 'redis:8', users: ['Deployment/cache'] }],
    service: {
      workload: 'Deployment/app',
      container: 'app',
      image: 'app',
      port: 80,
      healthPath: '/',
      why: 'the only one',
    },
  },
  cluster: {
    steps: [step],
    version: 'v1.34.4',
    nodes: ['node-1'],
    loaded: [{ reference: 'app:1', configuration: 'sha256:a' }],
    kindLogs: { exported: true, problem: 'no crictl' },
  },
  load: { steps: [step], loaded: [] },
  update: {
    steps: [step],
    baseline: true,
    previous: { revision: 'one', image: { reference: 'app:1' } },
    observations: observations(),
    seenAt: 7,
    service: { name: 'app', port: 80 },
    notes: ['made for this cluster: the Secret keys'],
    created: ['Deployment/app'],
    jobs: ['Job/migrate'],
    pods: [{ pod: 'app-1', description: '', events: '', logs: '', previousLogs: '' }],
  },
  finish: {
    steps: [step],
    observations: observations({ load: load(), nodes: nodes(), drain: drain() }),
    endedAt: 9,
    leavingMs: 1,
    kindLogs: { exported: false },
    takenAway: { removed: ['Deployment/app'], kept: ['PersistentVolumeClaim/data'] },
  },
};

test.each(Object.entries(records))('the record of %s is read as it was written', (name, record) => {
  expect(parseRecord(name as keyof ProgramRecords, JSON.stringify(record))).toEqual(record);
});

test('a program that ended early says why, by its step and by the command that was refused', () => {
  const evidence = { exitCode: 1, stdout: '', stderr: 'Forbidden' };
  const failure = { step: 'apply', message: 'not applied', rule: 'rights', evidence } as const;
  const record = { steps: [step], failure, failedAt: 3 };
  expect(parseRecord('update', JSON.stringify(record))).toEqual(record);
});

test("words of the project's pods do nothing to a terminal", () => {
  const failure = { step: 'jobs', message: 'last words: \u001b[31mno\nsuch table\u001b[0m', rule: 'job' };
  const detail = 'ended \u001b]0;title\u0007well';
  const record = parseRecord('update', JSON.stringify({ steps: [{ ...step, detail }], failure }));
  expect(record.failure?.message).toBe('last words: no such table');
  expect(record.steps[0]?.detail).toBe('ended well');
});

test.each([
  ['', /update/],
  ['{}', /\/steps/],
  ['{"steps": [{"step": "sleep"}]}', /\/steps\/0\/step/],
  ['{"steps": [], "service": {"name": "app", "port": 0}}', /\/service\/port/],
  ['{"steps": [], "observations": {}}', /\/observations\/expected/],
])('another record is refused by its path: %s', (text, path) => {
  expect(() => parseRecord('update', text)).toThrow(path);
});
