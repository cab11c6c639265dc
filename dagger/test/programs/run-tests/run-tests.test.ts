import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import type { CoverageScope } from '../../../src/gates/test/decide.ts';
import type { RunSettings } from '../../../src/gates/test/run-settings.ts';

const program = new URL('../../../programs/run-tests/run-tests.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'run-tests-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A tool that tells its configuration, and otherwise writes what it was given, with results, and ends as it is told. */
const tool = `
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
if (process.argv.includes('--showConfig')) {
  process.stdout.write(existsSync('shown.txt') ? readFileSync('shown.txt', 'utf8') : '');
} else {
  writeFileSync('given.json', JSON.stringify({ words: process.argv.slice(2), TZ: process.env.TZ }));
  if (process.env.RESULTS !== 'none') writeFileSync('results.json', '{"numTotalTests":1,"coverageMap":{"a":1}}');
  if (process.env.SIGNAL !== undefined) process.kill(process.pid, process.env.SIGNAL);
  process.exitCode = Number(process.env.CODE ?? 0);
}
`;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

beforeEach(() => {
  execFileSync('find', [folder, '-mindepth', '1', '-delete']);
  write('tool.cjs', tool);
  write('src/app.js', '');
});

/** What a run did: how it ended, what the tool was given, and the files that count. */
function run(change: Partial<RunSettings> = {}): {
  status: number | null;
  signal: NodeJS.Signals | null;
  words: string[];
  TZ?: string;
  scope: CoverageScope;
} {
  const settings: RunSettings = {
    scope: 'c8',
    command: ['tool.cjs'],
    environment: {},
    scopeFile: 'scope.json',
    resultsFile: 'results.json',
    ...change,
  };
  const { status, signal } = spawnSync(process.execPath, [program, JSON.stringify(settings)], {
    cwd: folder,
  });
  const given = JSON.parse(readFileSync(join(folder, 'given.json'), 'utf8')) as {
    words: string[];
    TZ?: string;
  };
  const scope = JSON.parse(readFileSync(join(folder, 'scope.json'), 'utf8')) as CoverageScope;
  return { status, signal, ...given, scope };
}

const sources = '**/src/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';

describe('what counts by c8 and nyc', () => {
  test('are the sources, before the command that is measured, and no threshold of the project', () => {
    const { words, scope } = run({ inner: ['node', '--test'] });
    expect(scope).toEqual({ by: 'default', include: [sources] });
    expect(words).toEqual(['--all', `--include=${sources}`, '--check-coverage=false', 'node', '--test']);
  });

  test('are all files but tests and what is built where there is no src', () => {
    rmSync(join(folder, 'src'), { recursive: true });
    const { words, scope } = run();
    expect(scope).toMatchObject({ by: 'default', include: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'] });
    expect(words).toEqual(expect.arrayContaining(['--exclude=**/dist/**', '--exclude=**/test/**']));
  });

  test.each<[string, string, RunSettings['scope']]>([
    ['.c8rc.json', '{"include": ["lib/**"]}', 'c8'],
    ['.nycrc', '{"include": "lib/**"}', 'nyc'],
    ['package.json', '{"c8": {"src": ["lib/**"]}}', 'c8'],
  ])('are those that the project names in %s', (path, text, scope) => {
    write(path, text);
    const ran = run({ scope });
    expect(ran.scope).toEqual({ by: 'project', include: ['lib/**'] });
    expect(ran.words).toEqual([]);
  });

  test('are those of the arguments, and of a configuration that is code', () => {
    for (const words of [['--include=lib/**'], ['-n', 'lib/**'], ['--src', 'lib/**']])
      expect(run({ command: ['tool.cjs', ...words] }).scope).toEqual({
        by: 'arguments',
        include: ['lib/**'],
      });
    write('nyc.config.js', '');
    expect(run({ scope: 'nyc' }).scope).toEqual({ by: 'runner', include: [] });
  });
});

describe('what counts by jest', () => {
  const shown = (config: object, global = {}): string =>
    `configuring\n${JSON.stringify({ configs: [{ rootDir: folder, ...config }], globalConfig: global })}`;

  test('are the sources below the roots of its projects, and no threshold of the project', () => {
    write('shown.txt', shown({}));
    expect(run({ scope: 'jest' }).words).toEqual([
      ...[`--collectCoverageFrom=${sources}`, '--collectCoverageFrom=!**/*.d.ts', '--coverageThreshold={}'],
    ]);
    write('shown.txt', shown({ rootDir: join(folder, 'src') }));
    expect(run({ scope: 'jest' }).scope.include).toEqual(['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}']);
  });

  test('are those that the project or an argument names', () => {
    write('shown.txt', shown({ collectCoverageFrom: ['lib/**'] }, { collectCoverageFrom: ['lib/**'] }));
    expect(run({ scope: 'jest' })).toMatchObject({
      words: [],
      scope: { by: 'project', include: ['lib/**'] },
    });
    const command = ['tool.cjs', '--collectCoverageFrom', 'a/**'];
    expect(run({ scope: 'jest', command }).scope).toEqual({ by: 'arguments', include: ['a/**'] });
  });

  test("are jest's own choice where it cannot tell its configuration", () => {
    expect(run({ scope: 'jest' })).toMatchObject({ words: [], scope: { by: 'runner', include: [] } });
  });
});

describe('the run', () => {
  test('has the variables of the script, and its results are short', () => {
    expect(run({ environment: { TZ: 'Asia/Tokyo' } }).TZ).toBe('Asia/Tokyo');
    expect(readFileSync(join(folder, 'results.json'), 'utf8')).toBe('{"numTotalTests":1}');
  });

  test('ends as the tool did, by a signal too', () => {
    expect(run({ environment: { CODE: '3' } }).status).toBe(3);
    expect(run({ environment: { SIGNAL: 'SIGKILL' } }).signal).toBe('SIGKILL');
  });

  test('ends with 1 where the code is the number of failures and there are results', () => {
    const ended = (environment: Record<string, string>): number | null => {
      rmSync(join(folder, 'results.json'), { force: true });
      return run({ countsFailures: true, environment }).status;
    };
    expect(ended({ CODE: '137' })).toBe(1);
    expect(ended({ CODE: '0' })).toBe(0);
    expect(ended({ CODE: '137', RESULTS: 'none' })).toBe(137);
    expect(existsSync(join(folder, 'results.json'))).toBe(false);
  });
});

describe("a command of the project's own", () => {
  /** What a shell did, and the files that it left. */
  function own(line: string, change: Partial<RunSettings> = {}): { status: number | null; stdout: string } {
    mkdirSync(join(folder, 'coverage-out'), { recursive: true });
    const settings: RunSettings = {
      scope: 'none',
      program: 'sh',
      command: ['-c', line],
      environment: { TZ: 'UTC' },
      outputFile: 'output.txt',
      collects: { junit: 'out/*.xml', coverage: ['none.info', 'lcov.info'], into: 'coverage-out' },
      scopeFile: 'scope.json',
      resultsFile: 'results.json',
      ...change,
    };
    const { status, stdout } = spawnSync(process.execPath, [program, JSON.stringify(settings)], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, stdout };
  }
  const read = (path: string): string | undefined =>
    existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined;

  test('ends as it ends, and what it prints is kept beside being printed', () => {
    expect(own('echo "1..0 $TZ"; exit 7')).toEqual({ status: 7, stdout: '1..0 UTC\n' });
    expect(read('output.txt')).toBe('1..0 UTC\n');
    expect(read('scope.json')).toBe('{"by":"command","include":[]}');
  });

  test('has its JUnit files put together, in the order of their names, and its coverage copied', () => {
    own('mkdir -p out; echo "<b/>" > out/b.xml; echo "<a/>" > out/a.xml; echo TN: > lcov.info');
    expect(JSON.parse(read('results.json') ?? '')).toEqual({
      junit: [
        { path: 'out/a.xml', text: '<a/>\n' },
        { path: 'out/b.xml', text: '<b/>\n' },
      ],
    });
    expect(read('coverage-out/lcov.info')).toBe('TN:\n');
  });

  test('has no report by a file that was there before it', () => {
    write('out/old.xml', '<old/>');
    write('lcov.info', 'TN:');
    own('true');
    expect([read('results.json'), read('coverage-out/lcov.info')]).toEqual([undefined, undefined]);
  });

  test('is not waited for where it leaves a process that holds its output', () => {
    expect(own('echo done; sleep 30 2>&- &').stdout).toBe('done\n');
  });

  test('is followed by a report of what measured it', () => {
    own('true', { scope: 'c8', after: ['tool.cjs', 'report'] });
    expect(JSON.parse(read('given.json') ?? '')).toMatchObject({
      words: ['report', '--all', `--include=${sources}`, '--check-coverage=false'],
    });
  });
});
