import { describe, expect, test } from 'vitest';
import { inspectPidFile, judgePidFile, parseProcessStatus, readIfThere } from '../../src/setup/pid-file.ts';

const processes = new Map([
  [10, { name: 'dockerd', zombie: false }],
  [11, { name: 'bash', zombie: false }],
  [12, { name: 'dockerd', zombie: true }],
]);

describe('a pid file', () => {
  test.each([
    ['that is not there', undefined, { kind: 'absent' }],
    ['of a running daemon', '10', { kind: 'running', pid: 10 }],
    ['with an end of line', '10\n', { kind: 'running', pid: 10 }],
    ['of a process that is gone', '99', { kind: 'stale', why: 'process 99 has ended' }],
    ['whose number another program has now', '11', { kind: 'stale', why: 'process 11 is bash now' }],
    ['of a daemon that ended and was not reaped', '12', { kind: 'stale', why: 'process 12 has ended' }],
    ['that is empty', '', { kind: 'stale', why: 'it holds no process number' }],
    ['that holds words', 'ten', { kind: 'stale', why: 'it holds no process number' }],
    ['that holds zero', '0', { kind: 'stale', why: 'it holds no process number' }],
    ['that holds a negative number', '-1', { kind: 'stale', why: 'it holds no process number' }],
  ])('%s', (_, text, expected) => {
    expect(judgePidFile(text, 'dockerd', (pid) => processes.get(pid))).toEqual(expected);
  });

  test('that does not exist is absent on a real machine too', async () => {
    await expect(inspectPidFile('/nowhere/docker.pid', 'dockerd')).resolves.toEqual({ kind: 'absent' });
  });
});

describe("a process's status", () => {
  test.each([
    ['Name:\tdockerd\nUmask:\t0022\nState:\tS (sleeping)\n', { name: 'dockerd', zombie: false }],
    ['Name:\tdockerd\nState:\tZ (zombie)\n', { name: 'dockerd', zombie: true }],
    ['Name:\ta b\nState:\tR (running)\n', { name: 'a b', zombie: false }],
    ['', undefined],
  ])('%j is read', (text, expected) => expect(parseProcessStatus(text)).toEqual(expected));

  test('of this very process is read', async () => {
    const text = await readIfThere(`/proc/${process.pid}/status`);
    expect(parseProcessStatus(text ?? '')).toMatchObject({ zombie: false });
  });
});
