import { expect, test } from 'vitest';

import { decideScripts, type ScriptRun } from '../../../src/gates/packages/script-runs.ts';

const failed = (output: string, more: Partial<ScriptRun> = {}): ScriptRun => ({
  name: 'better-sqlite3',
  version: '12.4.1',
  optional: false,
  failed: { event: 'install', script: 'prebuild-install || node-gyp rebuild', end: 'code 1', output },
  ...more,
});
const decide = (...runs: readonly ScriptRun[]): ReturnType<typeof decideScripts> =>
  decideScripts({ exitCode: 1, broke: true, stdout: JSON.stringify(runs), stderr: '' });

test('scripts that went well are no decision', () => {
  expect(decideScripts({ exitCode: 0, stdout: '[]', stderr: '' })).toBeUndefined();
});

test.each([
  [
    'prebuild-install warn install getaddrinfo ENOTFOUND github.com\ngyp ERR! stack FetchError: request to https://nodejs.org/download/release/v24.21.0/node-v24.21.0-headers.tar.gz failed, reason: getaddrinfo ENOTFOUND nodejs.org',
    'the install script of better-sqlite3@12.4.1 could not reach github.com and nodejs.org:',
  ],
  [
    'warn install getaddrinfo ENOTFOUND github.com\ngyp ERR! stack Error: Could not find any Python installation to use\ngyp ERR! not ok',
    'could not reach github.com, and lacks python3 (node.packages in pipeline.json adds Debian packages): Error: Could not find any Python installation to use',
  ],
  ['Error: read https://docs.example/errors first', 'ended with code 1: Error: read'],
  ['curl: (6) Could not resolve host: binaries.example.com', 'could not reach binaries.example.com:'],
  [
    'http request GET https://cdn.example.com/a.tgz\nerror: connect ECONNREFUSED 192.0.2.1:443',
    'could not reach cdn.example.com:',
  ],
  [
    'gyp ERR! find Python You need to install the latest version of Python.',
    'lacks python3 (node.packages in pipeline.json',
  ],
  ['gyp ERR! stack Error: not found: make', 'lacks make ('],
  ['make: g++: No such file or directory\n/bin/sh: 1: g++: not found', 'lacks g++ ('],
  ['Segmentation fault', 'ended with code 1: Segmentation fault'],
])('%s', (output, reason) => {
  const decision = decide(failed(output));
  expect(decision?.outcome).toBe('unavailable');
  expect(decision?.reason).toContain(reason);
});

test('a package that is optional does not count, but for one behind it that does', () => {
  expect(decide(failed('a', { optional: true }), failed('b', { name: 'sharp' }))?.reason).toContain('sharp@');
});

test('a run that was killed, or whose answer is cut, is unavailable as well', () => {
  expect(decideScripts({ exitCode: 124, broke: true, stdout: '', stderr: '' })?.reason).toMatch(
    /^the install scripts of packages /,
  );
  expect(decideScripts({ exitCode: 1, broke: true, stdout: '[{"na', stderr: 'what' })?.reason).toContain(
    'what',
  );
});

test('nothing that a script prints is acted upon by a terminal', () => {
  const decision = decide(failed('\u001b[31mENOTFOUND a.example\u0007', { name: 'a\u001b[2J' }));
  // eslint-disable-next-line no-control-regex
  expect(decision?.reason).not.toMatch(/[\u0000-\u001f]/);
});
