import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/main.ts';
import { ModuleProcesses } from '../../src/module/processes.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { Collected } from './collected.ts';

const fixture = join(import.meta.dirname, '../module/fixtures/sample');

/** A cache that all tests share: the module's types are scanned once. */
const cache = temporaryFolder();
afterAll(() => cache[Symbol.dispose]());

/** Runs a command line in this process, with a prune that only counts. */
async function run(...argv: string[]) {
  const stdout = new Collected();
  const stderr = new Collected();
  let prunes = 0;
  const exitCode = await runCommandLine({
    argv,
    workdir: fixture,
    environment: {},
    cache: cache.path,
    signal: new AbortController().signal,
    stdout,
    stderr,
    processes: new ModuleProcesses(),
    startSession: () => Promise.reject(new Error('no session is to be started')),
    prune: () => {
      prunes += 1;
      return Promise.resolve({ images: 2, volumes: 1 });
    },
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text, prunes };
}

test('prune removes, and says what', async () => {
  expect(await run('prune')).toEqual({
    exitCode: 0,
    stdout: 'images: 2\nvolumes: 1\n',
    stderr: '',
    prunes: 1,
  });
});

test.each([
  ['--progress', 'plain', 'prune'],
  ['--mod=.', '-v', 'prune'],
  ['prune', '--json'],
])("the command line's own flags may stand about it: %s %s %s", async (...argv) => {
  expect(await run(...argv)).toMatchObject({ exitCode: 0, prunes: 1 });
});

test('a question about prune removes nothing', async () => {
  expect(await run('prune', '--help')).toMatchObject({ exitCode: 0, prunes: 0 });
});

test('a flag after prune is refused, and nothing is removed', async () => {
  const { exitCode, stderr, prunes } = await run('prune', '--all');
  expect(stderr).toContain('prune takes no flags, got --all');
  expect({ exitCode, prunes }).toEqual({ exitCode: 2, prunes: 0 });
});

test('a session that cannot start is an error, not a wrong line', async () => {
  const { exitCode, stderr } = await run('greet', '--name', 'Bob');
  expect(stderr).toBe('Error: no session is to be started\n');
  expect(exitCode).toBe(1);
});
