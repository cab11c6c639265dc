import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { use } from '../support/believable-case.ts';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node', 'hadolint');

/** Runs git in a project, untouched by this machine's configuration. */
function git(project: Greeter, ...words: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', project.folder, ...identity, ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  }).trim();
}

/** A project whose target branch asks for more than its work tree does, and has a test more. */
function loosened(): Greeter {
  const project = use(new Greeter(), ['dockerfile'], { threshold: 'MEDIUM' });
  project.withManifests().write('test/second.test.ts', '');
  git(project, 'init', '-q', '-b', 'main');
  git(project, 'add', '-A');
  git(project, 'commit', '-qm', 'all');
  use(project, ['dockerfile'], { semgrep: { exclude: ['legacy'] } });
  return project.remove('manifests').remove('test/second.test.ts');
}

it('what is weaker than the target branch stands below the verdict', async () => {
  using project = loosened();
  git(project, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  git(project, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  const ended = await call(...project.arguments, 'ci');
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toMatch(/^weaker than origin\/HEAD: \/threshold is HIGH, there MEDIUM$/m);
  expect(ended.stdout).toMatch(/^weaker than origin\/HEAD: \/semgrep\/exclude is not scanned: legacy$/m);
  expect(ended.stdout).toMatch(/^weaker than origin\/HEAD: manifests is missing/m);
  expect(ended.stdout).toMatch(
    /^weaker than origin\/HEAD: test files 1, there 2; gone: test\/second\.test\.ts$/m,
  );
  const named = await call(...project.arguments, '--base', 'main', 'ci');
  expect(named.stdout).toContain('weaker than main: /threshold is HIGH, there MEDIUM');
});

it('a verdict says where it could not compare', async () => {
  using project = loosened();
  const ended = await call(...project.arguments, 'ci');
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toMatch(
    /^not compared with a target branch: the clone has no origin\/HEAD: fetch the target branch/m,
  );
});

it.each(['release', 'b6315d8', 'b6315d8f2810962c601af73f86831f6866ea798b'])(
  'a target that is not there is refused before anything runs: %s',
  async (base) => {
    using project = loosened();
    const ended = await call(...project.arguments, '--base', base, 'ci');
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(
      `--base: the repository has no branch or tag ${base}, nor a commit of that full id: fetch it first`,
    );
  },
);
