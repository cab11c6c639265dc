import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { call, type Ended } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node', 'golang', 'semgrep');

const file = 'pipeline.baseline.json';
const Baseline = z.strictObject({
  owner: z.string(),
  until: z.string(),
  findings: z.array(
    z.strictObject({ tool: z.string(), rule: z.string(), file: z.string(), count: z.number() }),
  ),
});

/** Code that ESLint's recommended rules find two unused parameters in, that is not formatted, and that no test covers. */
const legacy = `export function legacy(one, two) {
${"  Number('1')\n".repeat(30)}}
`;

/** Runs git in a project, untouched by this machine's configuration. */
function git(project: Greeter, ...words: readonly string[]): string {
  const identity = ['-c', 'user.name=Ada Lovelace', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', ['-C', project.folder, ...identity, ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  }).trim();
}

/** A committed project with a finding of each kind. */
function legacyProject(): Greeter {
  const project = new Greeter()
    .write('pipeline.json', '{ "gates": ["lint", "semgrep", "test"] }\n')
    .write('src/legacy.js', legacy);
  git(project, 'init', '-q', '-b', 'main');
  git(project, 'add', '-A');
  git(project, 'commit', '-qm', 'all');
  return project;
}

const calls = (project: Greeter, ...words: readonly string[]): Promise<Ended> =>
  call(...project.arguments, ...words);

/** Calls a function that answers changes, and applies them to the project. */
const applied = (project: Greeter, ...words: readonly string[]): Promise<Ended> =>
  calls(project, ...words, 'export', '--path', project.folder);

const read = (project: Greeter, path: string): string => readFileSync(project.path(path), 'utf8');
const countsOf = (project: Greeter): Record<string, number> =>
  Object.fromEntries(
    Baseline.parse(JSON.parse(read(project, file))).findings.map((entry) => [
      `${entry.tool} ${entry.file}`,
      entry.count,
    ]),
  );

describe('a project with findings', () => {
  it('is green once it took over what adopt proposes; then only what is new is red', async () => {
    // Proposed files have to be in the project's own format: Prettier asks for tabs here, in every other file too.
    using project = legacyProject().write('.prettierrc.json', '{ "useTabs": true, "singleQuote": true }\n');
    const red = await calls(project, 'ci');
    expect(red.exitCode, red.stderr).toBe(1);

    const adopted = await applied(project, 'adopt', '--until', '2999-12-31');
    expect(adopted.exitCode, adopted.stderr).toBe(0);
    expect(adopted.stderr).toMatch(/^What is proposed:$/m);
    expect(adopted.stderr).not.toContain('What is not green with that:');
    expect(Baseline.parse(JSON.parse(read(project, file)))).toMatchObject({
      owner: 'Ada Lovelace',
      until: '2999-12-31',
    });
    expect(countsOf(project)).toMatchObject({ 'eslint src/legacy.js': 2, 'prettier src/legacy.js': 1 });
    expect(read(project, 'pipeline.json')).toMatch(/"gates": \[.*"lines": \d+/s);
    expect(read(project, '.github/workflows/ci.yml')).toContain('github.com/OWNER/REPOSITORY@COMMIT');

    const carried = await calls(project, 'ci');
    expect(carried.exitCode, carried.stderr).toBe(0);
    expect(carried.stdout).toMatch(/^lint +passed .*the baseline carries \d+$/m);
    expect(carried.stdout).toMatch(/^pipeline\.baseline\.json carries \d+ findings \(owner Ada Lovelace, /m);

    project.replace('src/legacy.js', 'one, two', 'one, two, three');
    const fresh = await calls(project, 'lint');
    expect(fresh.exitCode).toBe(1);
    expect(fresh.stderr).toMatch(
      /^lint: eslint .*no-unused-vars in src\/legacy\.js: 3 findings, 2 are carried: 1 is new$/m,
    );
    expect(fresh.stderr).not.toMatch(/format \(prettier/);

    project.replace('src/legacy.js', 'one, two, three', 'one');
    const fewer = await calls(project, 'ci');
    expect(fewer.exitCode, fewer.stderr).toBe(0);
    expect(fewer.stdout).toMatch(
      /^1 finding fewer than pipeline\.baseline\.json carries: dagger call baseline/m,
    );

    const lowered = await applied(project, 'baseline');
    expect(lowered.exitCode, lowered.stderr).toBe(0);
    expect(lowered.stderr).toMatch(/^ {2}eslint .*no-unused-vars in src\/legacy\.js: 2 -> 1$/m);
    expect(countsOf(project)).toMatchObject({ 'eslint src/legacy.js': 1, 'prettier src/legacy.js': 1 });
    const tight = await calls(project, 'lint');
    expect(tight.exitCode, tight.stderr).toBe(0);
  });

  it('is red after the last day, what is beyond the target branch is told, and an empty baseline goes', async () => {
    using project = legacyProject();
    const entry = {
      tool: 'eslint',
      rule: '@typescript-eslint/no-unused-vars',
      file: 'src/legacy.js',
      count: 2,
    };
    const format = { tool: 'prettier', rule: 'format', file: 'src/legacy.js', count: 1 };
    const write = (until: string, ...findings: readonly object[]): Greeter =>
      project
        .write('.prettierignore', `${file}\npipeline.json\n`)
        .write('pipeline.json', '{ "gates": ["lint"] }\n')
        .write(file, JSON.stringify({ owner: 'Ada', until, findings }));
    write('2998-12-31', entry);
    git(project, 'add', '-A');
    git(project, 'commit', '-qm', 'baseline');

    write('2999-12-31', entry, format);
    const beyond = await calls(project, '--base', 'main', 'ci');
    expect(beyond.exitCode, beyond.stderr).toBe(0);
    expect(beyond.stdout).toMatch(
      /^weaker than main: pipeline\.baseline\.json carries more than there: prettier format in src\/legacy\.js \(1, there 0\)$/m,
    );
    expect(beyond.stdout).toMatch(
      /^weaker than main: pipeline\.baseline\.json \/until is 2999-12-31, there 2998-12-31$/m,
    );

    write('2020-01-01', entry, format);
    const over = await calls(project, 'ci');
    expect(over.exitCode).toBe(1);
    expect(over.stderr).toMatch(/^pipeline\.baseline\.json is expired and carries nothing \(owner Ada, /m);

    write('2999-12-31', entry, format);
    project.write('src/legacy.js', 'export const one = 1;\n');
    const done = await applied(project, 'baseline');
    expect(done.exitCode, done.stderr).toBe(0);
    expect(existsSync(project.path(file))).toBe(false);

    write('2999-12-31', { ...entry, count: 0 });
    const wrong = await calls(project, 'ci');
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain(`${file}: /findings/0/count: expected a whole number of 1 or more, got 0`);
  });
});

describe('what is wrong is refused before anything runs', () => {
  it.each<[string, readonly string[], string]>([
    ['no commit to read an author from', ['adopt'], 'who answers for the findings of today is not known'],
    ['a day that is over', ['adopt', '--owner=me', '--until=2020-01-01'], '--until: expected a day from '],
    [
      'a module by branch',
      ['adopt', '--owner=me', '--module=github.com/a/b@main'],
      '--module: expected an address',
    ],
    ['no baseline to lower', ['baseline'], `the project has no ${file}, whose counts it could lower`],
  ])('%s', async (_, words, says) => {
    using project = new Greeter();
    const ended = await calls(project, ...words);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(says);
  });
});

it('a workflow and settings of the project are never replaced', async () => {
  using project = new Greeter();
  const settings = '{ "gates": ["test"], "coverage": { "lines": 99 } }\n';
  mkdirSync(project.path('.github/workflows'), { recursive: true });
  project.write('.github/workflows/ci.yml', 'on: push\n').write('pipeline.json', settings);
  const ended = await calls(project, 'adopt', '--owner=me', 'modified-paths');
  expect(ended.exitCode, ended.stderr).toBe(0);
  expect(ended.stdout.trim()).toBe('');
  const added = await calls(project, 'adopt', '--owner=me', 'added-paths');
  expect(added.stdout.trim().split('\n')).toContain('.github/workflows/pipeline.yml');
});
