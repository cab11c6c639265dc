import { describe, expect, test } from 'vitest';

import { beforeFailed, beforeFault } from '../../../src/gates/needs/before.ts';
import { decideCommand, overruled } from '../../../src/gates/needs/command-fault.ts';
import type { NeededCommand } from '../../../src/gates/needs/commands.ts';
import { unavailable } from '../../../src/verdict/evidence.ts';

const command = { kind: 'generate', text: 'prisma generate' } as const;
const ended = (exitCode: number, stderr: string, stdout = '') => ({ exitCode, stdout, stderr });

describe('a command that failed', () => {
  test("is the project's own fault, with what it printed", () => {
    const { outcome, reason, findings } = decideCommand(
      command,
      ended(1, 'Error: Schema is invalid\n    at x\n'),
    );
    expect([outcome, reason]).toEqual([
      'failed',
      'prisma generate ended with code 1: Error: Schema is invalid',
    ]);
    expect(findings).toMatchObject([{ tool: 'generate', rule: 'command', severity: 'HIGH' }]);
    expect(findings[0]?.fix).toContain('generate of pipeline.json');
  });

  test.each([
    [
      // Prisma 6 without a way to its engines.
      'Error: request to https://binaries.prisma.sh/all_commits/2ba5/debian-openssl-3.0.x/schema-engine.gz.sha256 failed, reason: getaddrinfo ENOTFOUND binaries.prisma.sh',
      'binaries.prisma.sh',
    ],
    [
      'Error: Failed to fetch sha256 checksum at https://binaries.prisma.sh/all_commits/x - 403 Forbidden',
      'binaries.prisma.sh',
    ],
    ['Error: getaddrinfo EAI_AGAIN api.example', 'api.example'],
    ['Error: connect ETIMEDOUT 93.184.216.34:443', '93.184.216.34:443'],
    [
      'Error: connect ECONNREFUSED 127.0.0.1:5432\nError: getaddrinfo ENOTFOUND schema.example',
      'schema.example',
    ],
  ])('is unavailable, by the host, of %s', (stderr, host) => {
    const { outcome, reason } = decideCommand(command, ended(1, stderr));
    expect([outcome, reason]).toEqual([
      'unavailable',
      expect.stringContaining(
        `prisma generate could not reach ${host}, which has to answer from here: `,
      ) as string,
    ]);
  });

  test('is its own fault where it looks for a server in its own container', () => {
    expect(decideCommand(command, ended(1, 'Error: connect ECONNREFUSED 127.0.0.1:5432')).outcome).toBe(
      'failed',
    );
    expect(decideCommand(command, ended(1, 'Error: connect ECONNREFUSED ::1:5432')).outcome).toBe('failed');
  });

  test.each([
    ['sh: 1: prisma: not found', 'prisma'],
    ['sh: line 1: buf: command not found', 'buf'],
    ['/bin/sh: orval: not found', 'orval'],
    ['', 'a program'],
  ])('is unavailable, by the program, of %j', (stderr, program) => {
    const { outcome, reason } = decideCommand(command, ended(127, stderr));
    expect(outcome).toBe('unavailable');
    expect(reason).toContain(
      `prisma generate needs ${program}, which is neither in node_modules/.bin nor in the image`,
    );
  });

  test('is unavailable where it was killed or ran out of time', () => {
    expect(decideCommand(command, ended(124, '')).reason).toMatch(/^prisma generate ran out of time/);
    expect(decideCommand(command, ended(137, '')).outcome).toBe('unavailable');
  });

  test('tells its text on one line, without what a terminal acts on', () => {
    const { reason } = decideCommand({ kind: 'build', text: 'a\n\u001b[31mb' }, ended(1, 'x'));
    expect(reason).toBe('a b ended with code 1: x');
  });
});

describe('a gate after a command that failed', () => {
  const red = { outcome: 'failed', reason: 'tsc: 3 findings', findings: [] } as const;
  const green = { outcome: 'passed', reason: '2 tests passed', findings: [] } as const;
  const fault = unavailable('prisma generate could not reach x');

  test('is as it is where none failed', () => {
    expect(overruled(red, undefined)).toBe(red);
  });

  test('is green where it did without', () => {
    expect(overruled(green, fault)).toEqual({
      ...green,
      notes: ['a command before it failed, and it did without: prisma generate could not reach x'],
    });
  });

  test('has no finding that may come of what is missing', () => {
    const finding = { tool: 'tsc', rule: 'TS2305', severity: 'HIGH', message: 'no User' } as const;
    expect(overruled({ ...red, findings: [finding] }, fault)).toEqual({
      ...fault,
      notes: ['without what that command writes: tsc: 3 findings'],
    });
    const own = decideCommand(command, ended(1, 'Error: x'));
    const both = overruled({ ...red, findings: [finding] }, own);
    expect([both.outcome, both.reason, both.findings.length]).toEqual(['failed', own.reason, 2]);
  });
});

describe('a command before the tests', () => {
  const before: NeededCommand[] = [
    { kind: 'before', text: 'npm run pretest', from: 'package.json: x' },
    { kind: 'before', text: 'seed', from: undefined },
  ];
  const run = ended(beforeFailed, 'Error: no such table\n\n{"before":1,"exitCode":3}\n');

  test('that failed is named, with its own exit code', () => {
    const fault = beforeFault(before, run);
    expect([fault?.outcome, fault?.reason]).toEqual([
      'failed',
      'seed ended with code 3: Error: no such table',
    ]);
    expect(fault?.findings[0]?.fix).toContain('test.before of pipeline.json');
  });

  test.each([
    ['tests that end with the same code', [], run],
    ['another code', before, { ...run, exitCode: 1 }],
    ['no last line of its own', before, ended(beforeFailed, 'x')],
    ['a command that is not there', before, ended(beforeFailed, '{"before":9,"exitCode":1}')],
  ])('did not fail by %s', (_name, commands, evidence) => {
    expect(beforeFault(commands, evidence)).toBeUndefined();
  });
});
