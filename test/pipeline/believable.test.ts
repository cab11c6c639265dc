import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { use } from '../support/believable-case.ts';
import { asItIs, blamed, nothingLookedAt } from '../support/believable-cases.ts';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';
import { silenced } from '../support/silenced-cases.ts';

needs('node', 'golang', 'hadolint', 'semgrep', 'trivy');

describe.each([
  ['no pass on nothing', nothingLookedAt],
  ['the source silences no scanner unseen', silenced],
  ['the right outcome, and the cause by its name', blamed],
  ['the project as it is', asItIs],
] as const)('%s', (_kind, cases) => {
  it.each(cases)('$name', async ({ change, call: words, exitCode, says }) => {
    using project = new Greeter();
    change(project);
    const ended = await call(...project.arguments, ...words);
    const said = `${ended.stdout}\n${ended.stderr}`;
    expect(said).toMatch(says);
    expect(ended.exitCode).toBe(exitCode);
    expect(said).not.toMatch(/^\s*::|##\[/m);
  });
});

it.each([
  ['a heredoc', /than a heredoc \(<<\) needs/, 'RUN <<EOF\nexec node --version\nEOF\n'],
  ['COPY --link', /than --link needs/, 'COPY --link package.json other.json\n'],
])('%s is built, or unavailable because this Docker is too old for it', async (_what, reason, step) => {
  using project = new Greeter();
  use(project, ['image']).replace('Dockerfile', 'USER 1000:1000', `${step}USER 1000:1000`);
  const { stdout, stderr, exitCode } = await call(...project.arguments, 'ci');
  const said = `${stdout}\n${stderr}`;
  const old = /^image +unavailable/m.test(said);
  expect(said).toMatch(old ? reason : /^image +passed/m);
  expect(exitCode).toBe(old ? 3 : 0);
});

it('a service in a folder of its repository has the commit of that', async () => {
  const repository = mkdtempSync(join(tmpdir(), 'repository-'));
  try {
    using project = new Greeter();
    use(project, ['image']);
    mkdirSync(join(repository, 'services'));
    renameSync(project.folder, join(repository, 'services/api'));
    const git = (...words: readonly string[]): string =>
      execFileSync(
        'git',
        ['-C', repository, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words],
        {
          encoding: 'utf8',
        },
      ).trim();
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'all');
    const ended = await call(
      '--source',
      repository,
      '--directory',
      './services/api/',
      '--port',
      '3000',
      'ci',
    );
    expect(ended.stdout).toContain(`built from ${git('rev-parse', 'HEAD')}`);
    const alone = await call(
      '--source',
      join(repository, 'services/api'),
      '--port',
      '3000',
      'image',
      'label',
      '--name',
      'org.opencontainers.image.revision',
    );
    expect(alone.stdout.trim()).toBe('unknown');
  } finally {
    rmSync(repository, { recursive: true, force: true });
  }
});
