/** The command line as a process: what only a process has, exit codes and signals. All else is in call.test.ts. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/eventually.ts';

const program = join(import.meta.dirname, '../../src/call.ts');
const fixture = join(import.meta.dirname, '../module/fixtures/sample');

/** A cache that all tests share: the module's types are scanned once. */
const cache = temporaryFolder();
afterAll(() => cache[Symbol.dispose]());

/** Runs a command line against the fixture, or from another folder. */
function started(line: string, cwd = fixture) {
  const child = spawn(process.execPath, [program, ...line.split(' ')], {
    cwd,
    env: { PATH: process.env['PATH'], XDG_CACHE_HOME: cache.path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const ended = (async () => {
    const [stdout, exitCode] = await Promise.all([text(child.stdout), closed]);
    return { stdout, stderr, exitCode };
  })();
  return { child, ended, stderr: () => stderr };
}

describe('a process ends', () => {
  test.each([
    [0, '--source dagger greet --name Bob', 'hello Bob  HIGH\n', ''],
    [2, '--source dagger gret --name Bob', '', 'Did you mean greet?'],
    [3, '--source dagger exits', '', 'Error: a gate failed\nfindings\n'],
  ])('with %d after %s', async (expected, line, printed, said) => {
    const { exitCode, stdout, stderr } = await started(line).ended;
    expect(stderr).toContain(said);
    expect({ exitCode, stdout }).toEqual({ exitCode: expected, stdout: printed });
  });

  test('with 1 where there is no module', async () => {
    using folder = temporaryFolder();
    const { exitCode, stdout, stderr } = await started('greet', folder.path).ended;
    expect(stderr).toContain('no dagger.json in');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)("after %s with %d, and the module's process with it", async (signal, expected) => {
    const { child, ended, stderr } = started('--source dagger wait');
    const pid = await eventually(() => /waits in (?<pid>\d+)/.exec(stderr())?.groups?.['pid']);
    child.kill(signal);
    const { exitCode, stdout } = await ended;
    expect({ exitCode, stdout }).toEqual({ exitCode: expected, stdout: '' });
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
  });
});
