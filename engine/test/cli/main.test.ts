import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/main.ts';
import { ModuleProcesses } from '../../src/module/processes.ts';
import { temporaryFolder } from '../module/temporary.ts';

const fixture = join(import.meta.dirname, '../module/fixtures/sample');

/** Runs a command line in this process, with a prune that only counts. */
async function run(cache: string, ...argv: string[]) {
  let stdout = '';
  let stderr = '';
  let prunes = 0;
  const exitCode = await runCommandLine({
    argv,
    workdir: fixture,
    environment: {},
    cache,
    signal: new AbortController().signal,
    stdout: new Writable({ write: (part, _, done) => ((stdout += String(part)), done()) }),
    stderr: Object.assign(new Writable({ write: (part, _, done) => ((stderr += String(part)), done()) }), {
      isTTY: false,
    }),
    processes: new ModuleProcesses(),
    startSession: () => Promise.reject(new Error('no session is to be started')),
    prune: () => {
      prunes += 1;
      return Promise.resolve({ images: 2, volumes: 1 });
    },
  });
  return { exitCode, stdout, stderr, prunes };
}

test('prune removes, and says what', async () => {
  using folder = temporaryFolder();
  expect(await run(folder.path, 'prune')).toEqual({
    exitCode: 0,
    stdout: 'images: 2\nvolumes: 1\n',
    stderr: '',
    prunes: 1,
  });
}, 30_000);

test.each([
  ['--progress', 'plain', 'prune'],
  ['--mod=.', '-v', 'prune'],
  ['prune', '--json'],
])(
  "the command line's own flags may stand about it: %s %s %s",
  async (...argv) => {
    using folder = temporaryFolder();
    expect(await run(folder.path, ...argv)).toMatchObject({ exitCode: 0, prunes: 1 });
  },
  30_000,
);

test('a question about prune removes nothing', async () => {
  using folder = temporaryFolder();
  expect(await run(folder.path, 'prune', '--help')).toMatchObject({ exitCode: 0, prunes: 0 });
}, 30_000);

test('a flag after prune is refused, and nothing is removed', async () => {
  using folder = temporaryFolder();
  const { exitCode, stderr, prunes } = await run(folder.path, 'prune', '--all');
  expect(stderr).toContain('prune takes no flags, got --all');
  expect({ exitCode, prunes }).toEqual({ exitCode: 2, prunes: 0 });
}, 30_000);

test('a session that cannot start is an error, not a wrong line', async () => {
  using folder = temporaryFolder();
  const { exitCode, stderr } = await run(folder.path, 'greet', '--name', 'Bob');
  expect(stderr).toBe('Error: no session is to be started\n');
  expect(exitCode).toBe(1);
}, 30_000);
