import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { needs } from '../support/images.ts';
import { lock } from '../support/managed.ts';
import { workspaces } from '../support/workspaces.ts';

needs('node');

describe.each([
  { name: 'npm' },
  { name: 'pnpm', version: '10.34.9' },
  { name: 'yarn', version: '4.12.0' },
] as const)('workspaces of $name', (use) => {
  it('are parts of lint and test, each with its own result', async () => {
    using project = await lock(workspaces(use), use);
    const folder = mkdtempSync(join(tmpdir(), 'report-'));
    try {
      const made = await call('--source', project.folder, 'report', 'export', '--path', folder);
      expect(made.exitCode, made.stderr).toBe(0);
      const verdict = JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8')) as {
        gates: { gate: string; parts?: { folder: string; outcome: string }[] }[];
        coverage: { lines: number };
      };
      const parts = (gate: string): string[] | undefined =>
        verdict.gates
          .find((one) => one.gate === gate)
          ?.parts?.map((part) => `${part.folder} ${part.outcome}`);
      expect(parts('lint')).toEqual(['. passed', 'packages/twice passed']);
      expect(parts('test')).toEqual(['packages/greet passed', 'packages/twice passed']);
      expect(verdict.coverage.lines).toBe(100);
      expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toMatch(
        /packages\/twice\/test\/twice\.test\.js/,
      );
      for (const part of ['greet', 'twice'])
        expect(existsSync(join(folder, 'coverage/packages', part, 'lcov.info'))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are linted where they have a tool of their own, and one of them alone by its folder', async () => {
    using project = await lock(workspaces(use), use);
    project.replace('packages/twice/src/twice.js', 'export const', 'const unused = 1;\nexport const');
    const linted = await call('--source', project.folder, 'lint');
    expect(linted.stderr).toMatch(/^lint: failed: 1 of 2 parts failed: packages\/twice$/m);
    expect(linted.stderr).toMatch(/^packages\/twice\/src\/twice\.js:3:7: no-unused-vars \(eslint, HIGH\)/m);
    const one = await call('--source', project.folder, '--directory', 'packages/greet', 'test');
    expect(one.stdout, one.stderr).toMatch(/^test: passed: 1 test passed, 100\.0 %/m);
    const other = await call('--source', project.folder, '--directory', 'packages/twice', 'lint');
    expect(other.stderr).toMatch(/^src\/twice\.js:3:7: no-unused-vars \(eslint, HIGH\)/m);
    expect(other.exitCode).toBe(1);
  });
});

it('a workspace of which no test ran makes the whole unavailable, not green', async () => {
  const use = { name: 'npm' } as const;
  using project = await lock(workspaces(use), use);
  project.replace('packages/greet/test/greet.test.js', 'test(', 'test.skip(');
  const told = await call('--source', project.folder, 'test');
  expect(told.stderr).toMatch(/^test: unavailable: 1 of 2 parts could not be checked: packages\/greet$/m);
  expect(told.stderr).toMatch(/^packages\/greet: unavailable: no test ran$/m);
  expect(told.exitCode).toBe(3);
});

it('a workspace knows the commit of its repository', async () => {
  const use = { name: 'npm' } as const;
  using project = await lock(workspaces(use), use);
  const git = (...words: string[]): string =>
    execFileSync('git', ['-C', project.folder, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], {
      encoding: 'utf8',
    });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message=all');
  const checked = await call('--source', project.folder, '--directory', 'packages/greet', 'verdict', 'table');
  expect(checked.stdout, checked.stderr).toContain(git('rev-parse', 'HEAD').trim());
});
