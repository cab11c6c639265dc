import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../module/temporary.ts';

const program = join(import.meta.dirname, '../../src/call.ts');
const fixture = join(import.meta.dirname, '../module/fixtures/sample');
const timeoutMs = 60_000;

/** A cache that is shared by the tests that do not look at it: the module's types are scanned once. */
const sharedFolder = temporaryFolder();
const shared = sharedFolder.path;
afterAll(() => sharedFolder[Symbol.dispose]());

function started(
  line: string,
  { cache = shared, environment = {} }: { cache?: string; environment?: object } = {},
) {
  const child = spawn(process.execPath, [program, ...line.split(' ')], {
    cwd: fixture,
    env: { PATH: process.env['PATH'], XDG_CACHE_HOME: cache, ...environment },
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

/** Runs a command line against the fixture, whose sources are a folder of its own. */
const call = (line: string, options: Parameters<typeof started>[1] = {}) =>
  started(`--source dagger ${line}`, options).ended;

describe('a result', () => {
  test.each([
    ['greet --name Bob --times-to-greet 2', 'hello hello Bob  HIGH\n'],
    ['--threshold Low greet --name Bob', 'hello Bob  LOW\n'],
    ['many --tags a,b --levels Low', 'a\nb\nundefined\nLOW\n'],
    ['gates', '_type: Gate  name: lint  passed: true\n_type: Gate  name: test  passed: false\n'],
    ['gates name', 'lint\ntest\n'],
    ['gate --name x sentence --end !', 'x passed! private\n'],
    ['gate --name x --json', '{\n  "_type": "Gate",\n  "name": "x",\n  "passed": true\n}\n'],
    ['nothing', ''],
  ])(
    'of %s is all that stdout gets',
    async (line, expected) => {
      const { stdout, exitCode } = await call(line);
      expect({ stdout, exitCode }).toEqual({ stdout: expected, exitCode: 0 });
    },
    timeoutMs,
  );
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
  ])(
    'with %d after %s',
    async (expected, line, said) => {
      const { exitCode, stderr } = await call(line, { environment: { TOKEN: 'x' } });
      expect(stderr).toContain(said);
      expect(exitCode).toBe(expected);
    },
    timeoutMs,
  );

  test(
    'with 1 where there is no module',
    async () => {
      using folder = temporaryFolder();
      const { exitCode, stderr } = await call(`-m ${folder.path} greet`);
      expect(stderr).toContain('no dagger.json in');
      expect(exitCode).toBe(1);
    },
    timeoutMs,
  );

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    "after %s with %d, and the module's process with it",
    async (signal, expected) => {
      const { child, ended, stderr } = started('--source dagger wait');
      const pid = await vi.waitUntil(() => /waits in (?<pid>\d+)/.exec(stderr())?.groups?.['pid'], {
        timeout: timeoutMs / 2,
        interval: 50,
      });
      child.kill(signal);
      const { exitCode, stdout } = await ended;
      expect({ exitCode, stdout }).toEqual({ exitCode: expected, stdout: '' });
      expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    },
    timeoutMs,
  );
});

describe('a cached result', () => {
  test(
    "is answered without the module's process, also in another run, until an input changes",
    async () => {
      using folder = temporaryFolder();
      const source = join(folder.path, 'source');
      mkdirSync(source);
      writeFileSync(join(source, 'a.txt'), 'one');
      const run = async (name: string): Promise<boolean> => {
        const { stderr, exitCode } = await started(`--source ${source} greet --name ${name}`, {
          cache: folder.path,
        }).ended;
        expect(exitCode).toBe(0);
        return stderr.includes('greet runs');
      };
      expect(await run('Bob')).toBe(true);
      expect(await run('Bob')).toBe(false);
      expect(await run('Ann')).toBe(true);
      writeFileSync(join(source, 'a.txt'), 'two');
      expect(await run('Bob')).toBe(true);
    },
    timeoutMs,
  );

  test(
    'holds no secret in clear',
    async () => {
      using folder = temporaryFolder();
      const token = 'correct-horse-battery-staple';
      const { exitCode } = await call('objects --file dagger.json --token env:TOKEN', {
        cache: folder.path,
        environment: { TOKEN: token },
      });
      expect(exitCode).toBe(0);
      expect(await filesWith(folder.path, token)).toEqual([]);
    },
    timeoutMs,
  );
});

/** The files under a folder that hold a text. */
async function filesWith(folder: string, needle: string): Promise<string[]> {
  const grep = spawn('grep', ['-rlF', needle, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const found = await text(grep.stdout);
  return found.split('\n').filter((line) => line !== '');
}
