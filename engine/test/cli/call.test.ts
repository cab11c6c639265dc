import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { call as callHere, ModuleProcesses } from '../../src/cli/call.ts';
import type { ModuleProcess } from '../../src/module/process.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { Collected } from './collected.ts';

const fixture = join(import.meta.dirname, '../module/fixtures/sample');

/** Processes of the fixture, which count how often a command line wanted one. */
class Counting extends ModuleProcesses {
  taken = 0;

  override take(code: string, start: () => ModuleProcess): ModuleProcess {
    this.taken += 1;
    return super.take(code, start);
  }
}

/** The cache and the module's process that all tests use: its types are scanned once, and it is loaded once. */
const cache = temporaryFolder();
const processes = new Counting();
afterAll(async () => {
  await processes.close();
  cache[Symbol.dispose]();
});

/** Runs a command line against the fixture, in this process. */
async function call(line: string, environment: NodeJS.ProcessEnv = {}) {
  const stdout = new Collected();
  const stderr = new Collected();
  const exitCode = await callHere({
    argv: line.split(' '),
    workdir: fixture,
    environment: { XDG_CACHE_HOME: cache.path, ...environment },
    signal: new AbortController().signal,
    stdout,
    stderr,
    processes,
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

describe('a result', () => {
  test.each([
    ['greet --name Bob --times-to-greet 2', 'hello hello Bob  HIGH\n'],
    ['--threshold Low greet --name Bob', 'hello Bob  LOW\n'],
    ['many --tags a,b --levels Low', 'a\nb\nundefined\nLOW\n'],
    ['gates name', 'lint\ntest\n'],
    ['gate --name x sentence --end !', 'x passed! private\n'],
    ['gates name --json', '[\n  "lint",\n  "test"\n]\n'],
    ['nothing', ''],
  ])('of %s is all that stdout gets', async (line, expected) => {
    const { stdout, exitCode } = await call(`--source dagger ${line}`);
    expect({ stdout, exitCode }).toEqual({ stdout: expected, exitCode: 0 });
  });
});

describe('a call ends', () => {
  test.each([
    [0, '--help', ''],
    [2, 'gret --name Bob', 'Did you mean greet?'],
    [2, 'greet --name Bob --times-to-greet x', 'expected a whole number'],
    [2, 'greet', 'greet needs --name'],
    [2, 'objects --file missing --token env:TOKEN', 'missing does not exist'],
    [2, 'objects --file dagger.json --token env:NOWHERE_SET', 'the variable NOWHERE_SET is not set'],
    [2, 'objects --file dagger --token env:TOKEN', 'expected a file, but'],
    [2, '--progress fancy greet --name Bob', 'expected one of auto, plain, quiet'],
    [1, 'broken', 'Error: it broke\n'],
    [3, 'exits', 'Error: a gate failed\nfindings\n'],
  ])('with %d after %s', async (expected, line, said) => {
    const { exitCode, stderr } = await call(`--source dagger ${line}`, { TOKEN: 'x' });
    expect(stderr).toContain(said);
    expect(exitCode).toBe(expected);
  });
});

describe('a cached result', () => {
  test("is answered without the module's process, also in another run, until an input changes", async () => {
    using folder = temporaryFolder();
    const source = join(folder.path, 'source');
    const [Ann, Bob] = [`Ann-${randomUUID()}`, `Bob-${randomUUID()}`];
    mkdirSync(source);
    writeFileSync(join(source, 'a.txt'), 'one');
    /** How many processes a call takes. */
    const run = async (name: string): Promise<number> => {
      const before = processes.taken;
      const { exitCode, stdout } = await call(`--source ${source} greet --name ${name}`);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `hello ${name}  HIGH\n` });
      return processes.taken - before;
    };
    expect(await run(Bob)).toBe(1);
    expect(await run(Bob)).toBe(0);
    expect(await run(Ann)).toBe(1);
    writeFileSync(join(source, 'a.txt'), 'two');
    expect(await run(Bob)).toBe(1);
  });

  test('holds no secret in clear', async () => {
    const token = 'correct-horse-battery-staple';
    const line = '--source dagger objects --file dagger.json --token env:TOKEN';
    const { exitCode } = await call(line, { TOKEN: token });
    expect(exitCode).toBe(0);
    expect(await filesWith(token)).toEqual([]);
    // It is looked for where the call is kept: the name of its variable is found there.
    expect(await filesWith('env:TOKEN')).not.toEqual([]);
  });
});

/** The files of the cache that hold a text. */
async function filesWith(needle: string): Promise<string[]> {
  const grep = spawn('grep', ['-rlF', needle, cache.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const found = await text(grep.stdout);
  return found.split('\n').filter((line) => line !== '');
}
