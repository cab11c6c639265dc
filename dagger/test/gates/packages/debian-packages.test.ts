import { expect, test } from 'vitest';

import { decidePackages, installPackages } from '../../../src/gates/packages/debian-packages.ts';

const broke = (stderr: string, exitCode = 100): Parameters<typeof decidePackages>[0] => ({
  exitCode,
  stdout: 'Reading package lists...\nBuilding dependency tree...\n',
  stderr,
  broke: true,
});

test('packages that were added are no decision', () => {
  expect(
    decidePackages({ exitCode: 0, stdout: 'E: Unable to locate package x', stderr: '' }),
  ).toBeUndefined();
});

test.each([
  ['E: Unable to locate package no-such-thing\n', 'no-such-thing'],
  ['E: Unable to locate package a\nE: Unable to locate package b\n', 'a, b'],
  ["E: Package 'python' has no installation candidate\n", 'python'],
])('a name that Debian does not have is red: %j', (stderr, names) => {
  const decision = decidePackages(broke(stderr));
  expect(decision).toMatchObject({
    outcome: 'failed',
    reason: `node.packages: Debian has no package ${names}`,
    findings: [{ tool: 'apt', rule: 'unknown-package', file: 'pipeline.json' }],
  });
});

test.each([
  [
    "E: Failed to fetch http://mirror.test/dists/bookworm/InRelease  Temporary failure resolving 'mirror.test'\nE: Some index files failed to download.\n",
    100,
    /apt-get ended with code 100: E: Failed to fetch .*mirror\.test/,
  ],
  ['E: Unable to correct problems, you have held broken packages.\n', 100, /held broken packages/],
  ['E: Unable to locate package git\n', 124, /ran out of time/],
  ['E: Unable to locate package git\n', 137, /was killed/],
  ['sh: 1: apt-get: not found\n', 127, /apt-get: not found/],
])('every other end is unavailable: %j', (stderr, exitCode, reason) => {
  const decision = decidePackages(broke(stderr, exitCode));
  expect(decision?.outcome).toBe('unavailable');
  expect(decision?.reason).toMatch(reason);
});

test('names are arguments of the command, and no part of its text', () => {
  const [sh, option, script, zero, ...names] = installPackages(['g++', 'git']);
  expect([sh, option, zero, ...names]).toEqual(['sh', '-c', 'sh', 'g++', 'git']);
  expect(script).not.toContain('git');
  expect(script).toContain('-- "$@"');
});
