import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

const program = new URL('../../../programs/attempt/attempt.js', import.meta.url).pathname;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attempt-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly exitCode: number | string;
  readonly stdout: string;
  readonly stderr: string;
  /** The code that was written for the decision to read, if one was. */
  readonly answer: string | undefined;
}

let runs = 0;

/** Attempts a script for Node. */
function attempt(script: string, { seconds = 20, codes = [0, 1], says = '' } = {}): Promise<Ended> {
  const codeFile = join(folder, String((runs += 1)));
  const asked = { command: [process.execPath, '-e', script], seconds, codes, codeFile };
  const settings = JSON.stringify(says === '' ? asked : { ...asked, says });
  return new Promise((resolve) => {
    execFile(process.execPath, [program, settings], (error, stdout, stderr) => {
      const answer = existsSync(codeFile) ? readFileSync(codeFile, 'utf8') : undefined;
      resolve({ exitCode: error?.code ?? 0, stdout, stderr, answer });
    });
  });
}

test.each([
  ['an answer of 0', 'process.exit(0)', 0, '0'],
  ['an answer of 1: findings', 'process.exit(1)', 0, '1'],
  ['a breakdown', 'process.exit(2)', 2, undefined],
  ['death by a signal', "process.kill(process.pid, 'SIGKILL')", 137, undefined],
])('%s', async (_, script, exitCode, answer) => {
  expect(await attempt(script)).toMatchObject({ exitCode, answer });
});

test('which codes are an answer is told by the caller', async () => {
  expect(await attempt('process.exit(2)', { codes: [0, 1, 2] })).toMatchObject({ exitCode: 0, answer: '2' });
});

test.each([
  ['holds what an answer says', `console.log('{"invalid": []}'); process.exitCode = 1;`, 0, '1'],
  ['is an error by the same code', `console.log('{"error": {}}'); process.exitCode = 1;`, 1, undefined],
  ['is silence by code 0', '', 1, undefined],
])('output that %s', async (_, script, exitCode, answer) => {
  const ended = await attempt(script, { says: '"invalid"' });
  expect(ended).toMatchObject({ exitCode, answer });
  expect(script).toContain(ended.stdout.trim());
});

test('what the command prints is passed on', async () => {
  expect(await attempt("console.log('out'); console.error('err')")).toMatchObject({
    stdout: 'out\n',
    stderr: 'err\n',
  });
});

test('a command that hangs is ended and told by code 124', async () => {
  expect(await attempt('setInterval(() => undefined, 1000)', { seconds: 0.2 })).toMatchObject({
    exitCode: 124,
    answer: undefined,
  });
});

test('a command that cannot be started is told by code 127', async () => {
  const settings = JSON.stringify({
    command: ['/none'],
    seconds: 5,
    codes: [0],
    codeFile: join(folder, 'none'),
  });
  const exitCode = await new Promise((resolve) => {
    execFile(process.execPath, [program, settings], (error) => {
      resolve(error?.code);
    });
  });
  expect(exitCode).toBe(127);
});
