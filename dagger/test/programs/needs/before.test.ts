import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const program = new URL('../../../programs/needs/before.js', import.meta.url).pathname;

/** Runs commands before another one, in a folder of its own with one program among its packages. */
function run(before: readonly string[], command: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'before-'));
  try {
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/.bin/own'), '#!/bin/sh\necho own > made\n');
    chmodSync(join(folder, 'node_modules/.bin/own'), 0o755);
    const settings = JSON.stringify({ before, environment: { OF_THE_MANAGER: 'own' }, command });
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, settings], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('commands run in order, with the programs of the packages; the end is that of the last', () => {
  expect(run(['own', 'echo $OF_THE_MANAGER'], ['sh', '-c', 'cat made; exit ${OF_THE_MANAGER:-1}'])).toEqual({
    status: 1,
    stdout: 'own\nown\n',
    stderr: '',
  });
});

test('one that fails ends it, and is named on the last line', () => {
  expect(run(['true', 'echo bad >&2; exit 3', 'echo never'], ['echo', 'never'])).toEqual({
    status: 65,
    stdout: '',
    stderr: 'bad\n\n{"before":1,"exitCode":3}\n',
  });
});

test('death by a signal is told as a shell tells it', () => {
  expect(run(['kill -9 $$'], ['true']).stderr).toContain('{"before":0,"exitCode":137}');
  expect(run([], ['sh', '-c', 'kill -9 $$']).status).toBe(137);
  expect(run([], ['no-such-program']).status).toBe(127);
});
