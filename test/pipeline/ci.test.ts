import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { images } from '../../dagger/src/tools/images.ts';
import { order } from '../../dagger/src/gates/order.ts';
import { call, callProcess, type Ended } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';
import { docker } from '../support/registry.ts';

needs('node', 'golang');

/** How each gate ended, by the table that a run prints: the result when it is green, else with the error. */
function outcomes({ stdout, stderr }: Ended): Record<string, string> {
  const rows = `${stdout}\n${stderr}`.matchAll(
    /^\s*(lint|test|image|smoke)\s+(passed|failed|unavailable(?: \(allowed\))?|not configured)/gm,
  );
  return Object.fromEntries([...rows].map(([, gate = '', outcome = '']) => [gate, outcome]));
}

describe('ci', () => {
  it('is green, with exit code 0, when every gate passed, and names those that the project leaves out', async () => {
    using project = new Greeter();
    const ended = await call(...project.arguments, 'ci');
    expect(ended.stdout).toMatch(/codeql\s+not configured|not configured.*codeql/s);
    expect(outcomes(ended)).toEqual({ lint: 'passed', test: 'passed', image: 'passed', smoke: 'passed' });
    expect(ended.exitCode).toBe(0);
  });

  it('builds nothing after a red gate, while the gates beside it finish: exit code 1', async () => {
    using project = new Greeter().replace('src/greet.ts', "return 'Hello!'", 'return   "Hello!"');
    const ended = await call(...project.arguments, 'ci');
    expect(outcomes(ended)).toEqual({
      lint: 'failed',
      test: 'passed',
      image: 'unavailable',
      smoke: 'unavailable',
    });
    expect(ended.stderr).toMatch(/src\/greet\.ts/);
    expect(ended.exitCode).toBe(1);
  });

  it('is red for an image that does not build, with the output of the step', async () => {
    using project = new Greeter().replace(
      'Dockerfile',
      'USER 1000:1000',
      'RUN echo before && cat /not/there',
    );
    const ended = await call(...project.arguments, 'ci');
    expect(outcomes(ended)).toMatchObject({ test: 'passed', image: 'failed', smoke: 'unavailable' });
    expect(ended.stderr).toContain('/not/there');
    expect(ended.exitCode).toBe(1);
  });

  it('is not green when a gate could not be checked: exit code 3', async () => {
    using project = new Greeter().remove('test');
    const ended = await call(...project.arguments, 'ci');
    expect(outcomes(ended)).toEqual({
      lint: 'passed',
      test: 'unavailable',
      image: 'unavailable',
      smoke: 'unavailable',
    });
    expect(ended.exitCode).toBe(3);
  });

  it('goes on without a gate that the caller allows to be unavailable, and still says so', async () => {
    using project = new Greeter().remove('test');
    const ended = await call(...project.arguments, 'ci', '--allow-unavailable', 'test');
    expect(outcomes(ended)).toEqual({
      lint: 'passed',
      test: 'unavailable (allowed)',
      image: 'passed',
      smoke: 'passed',
    });
    expect(ended.exitCode).toBe(0);
  });

  it('lets a failure weigh more than what could not be checked', async () => {
    using project = new Greeter()
      .remove('test')
      .replace('src/greet.ts', "return 'Hello!'", 'return   "Hello!"');
    const ended = await call(...project.arguments, 'ci');
    expect(ended.exitCode).toBe(1);
  });
});

describe('ci --fail-fast', () => {
  it('waits for nothing more once a gate is red, and says so of what it gave up', async () => {
    using project = new Greeter()
      .replace('src/greet.ts', "return 'Hello!'", 'return   "Hello!"')
      .write(
        'test/hang.test.ts',
        "import { it } from 'vitest';\nit('hangs', () => new Promise(() => setInterval(() => 0, 1000)), 900_000);\n",
      );
    const ended = await call(...project.arguments, 'ci', '--fail-fast');
    expect(outcomes(ended)).toMatchObject({ lint: 'failed', test: 'unavailable', image: 'unavailable' });
    expect(ended.stderr).toContain('given up, because lint failed first');
    expect(ended.exitCode).toBe(1);
  });
});

describe('an exception makes a run red whose gates are green', () => {
  const base = { id: 'install-script', reason: 'none', owner: 'platform' };
  const audit = { gates: ['audit'], audit: { signatures: false } };
  const tested = { gates: ['test'], test: { arguments: ['--coverage.include=src/greet.ts'] } };

  it.each([
    ['expired', tested, { ...base, tool: 'semgrep', expires: '2020-01-01' }],
    ['unmatched', audit, { ...base, tool: 'lockfile', expires: '2999-12-31' }],
  ])('when it is %s', async (state, settings, exception) => {
    const configuration = { project: 'greeter', ...settings, exceptions: [exception] };
    using project = new Greeter().write('pipeline.json', JSON.stringify(configuration));
    const ended = await call(...project.arguments, 'ci');
    const { tool, expires } = exception;
    expect(ended.stderr).toContain(
      `exception for install-script (${tool}, owner platform) is ${state}, last day ${expires}`,
    );
    expect(ended.stderr).not.toMatch(/^\s*(test|audit) +failed/m);
    expect(ended.exitCode).toBe(1);
  });
});

describe('what is wrong with the input is exit code 2, by name', () => {
  const cases: readonly (readonly [string, (project: Greeter) => unknown, string, RegExp])[] = [
    [
      'lockfiles of two managers',
      (project) => project.write('yarn.lock', '# yarn lockfile v1\n'),
      'lint',
      /yarn\.lock \(yarn\) and package-lock\.json \(npm\)/,
    ],
    ['a missing package.json', (project) => project.remove('package.json'), 'lint', /package\.json/],
    ['a missing Dockerfile', (project) => project.remove('Dockerfile'), 'smoke', /Dockerfile/],
    [
      'a link that leaves the source',
      (project) => symlinkSync('/etc/passwd', project.path('leak')),
      'smoke',
      /leak/,
    ],
    [
      'a configuration that is no JSON',
      (project) => project.write('pipeline.json', '{'),
      'lint',
      /pipeline\.json/,
    ],
    [
      'an unknown key in the configuration',
      (project) => project.write('pipeline.json', '{"gate": []}'),
      'lint',
      /gate/,
    ],
    [
      'a conversation that the source does not have',
      (project) => project.write('pipeline.json', '{"smoke": {"conversation": "./checks/talk.mjs"}}'),
      'lint',
      /\/smoke\/conversation: .*checks\/talk\.mjs/,
    ],
    [
      'a load for a deployment that the source does not have',
      (project) => project.write('pipeline.json', '{"deploy": {"load": "checks"}}'),
      'lint',
      /\/deploy\/load: .*checks/,
    ],
  ];
  it.each(cases)('%s', async (_, change, gate, says) => {
    using project = new Greeter();
    change(project);
    const ended = await call(...project.arguments, gate);
    expect(`${ended.stdout}\n${ended.stderr}`).toMatch(says);
    expect(ended.exitCode).toBe(2);
  });

  it('an unknown gate in --allow-unavailable', async () => {
    using project = new Greeter();
    const ended = await call(...project.arguments, 'ci', '--allow-unavailable', 'tets');
    expect(ended.stderr).toMatch(/tets/);
    expect(ended.exitCode).toBe(2);
  });

  it('an unknown function, with the nearest name', async () => {
    const ended = await call('lnit');
    expect(ended.stderr).toMatch(/lint/);
    expect(ended.exitCode).toBe(2);
  });
});

describe('the image', () => {
  it('is exported as an archive that Docker loads, with the revision of a dirty tree baked in', async () => {
    using project = new Greeter();
    const git = (...args: string[]): string =>
      execFileSync('git', ['-C', project.folder, '-c', 'user.name=n', '-c', 'user.email=e', ...args], {
        encoding: 'utf8',
      });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
    const revision = git('rev-parse', 'HEAD').trim();
    const clean = await call(
      ...project.arguments,
      'image',
      'label',
      '--name',
      'org.opencontainers.image.revision',
    );
    expect(clean.stdout.trim()).toBe(revision);
    project.write('src/greet.ts', `${readFileSync(project.path('src/greet.ts'), 'utf8')}// changed\n`);
    const dirty = await call(
      ...project.arguments,
      'image',
      'label',
      '--name',
      'org.opencontainers.image.revision',
    );
    expect(dirty.stdout.trim()).toBe(`${revision}-dirty`);
    const folder = mkdtempSync(join(tmpdir(), 'export-'));
    try {
      const exported = await call(
        ...project.arguments,
        'image',
        'export',
        '--path',
        join(folder, 'image.tar'),
      );
      expect(exported.exitCode).toBe(0);
      const loaded = docker('load', '--quiet', '--input', join(folder, 'image.tar'));
      const id = loaded.split(' ').at(-1) ?? '';
      expect(docker('inspect', '--format', '{{.Config.User}}', id)).toBe('1000:1000');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is the same of two clones of a commit, whenever they were made, and says when the commit was', async () => {
    using project = new Greeter();
    const origin = mkdtempSync(join(tmpdir(), 'clones-'));
    const environment = { ...process.env, GIT_COMMITTER_DATE: '2024-02-29T12:00:00+0200' };
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e', ...args], {
        cwd: project.folder,
        encoding: 'utf8',
        env: environment,
      });
    try {
      git('init', '-q', '.');
      git('add', '.');
      git('commit', '-qm', 'first');
      const clones = ['2024-03-01T00:00:00Z', '2025-03-01T00:00:00Z'].map((clonedAt) => {
        environment.GIT_COMMITTER_DATE = clonedAt;
        const folder = join(origin, clonedAt.slice(0, 4));
        git('clone', '-q', '--no-local', project.folder, folder);
        return folder;
      });
      const [times, images] = [
        await Promise.all(clones.map((folder) => labelOf(folder, 'created'))),
        await Promise.all(clones.map((folder) => configurationOf(folder))),
      ];
      expect(times).toEqual(['2024-02-29T10:00:00.000Z', '2024-02-29T10:00:00.000Z']);
      expect(images[0]).toMatch(/^[0-9a-f]{64}$/);
      expect(images[1]).toBe(images[0]);
    } finally {
      rmSync(origin, { recursive: true });
    }
  });

  it('says that the revision is unknown where there is no repository', async () => {
    using project = new Greeter();
    const { stdout } = await call(
      ...project.arguments,
      'image',
      'label',
      '--name',
      'org.opencontainers.image.revision',
    );
    expect(stdout.trim()).toBe('unknown');
  });
});

/** A label of a project's image. */
async function labelOf(folder: string, name: string): Promise<string> {
  const label = ['image', 'label', '--name', `org.opencontainers.image.${name}`];
  return (await call('--source', folder, '--port', '3000', ...label)).stdout.trim();
}

/** The digest of a project's image's configuration, by its archive. */
async function configurationOf(folder: string): Promise<string> {
  const archive = join(folder, '..', `${basename(folder)}.tar`);
  await call('--source', folder, '--port', '3000', 'image', 'export', '--path', archive);
  const manifest = execFileSync('tar', ['-xOf', archive, 'manifest.json'], { encoding: 'utf8' });
  return /"Config":"(?:blobs\/sha256\/)?([0-9a-f]{64})/.exec(manifest)?.[1] ?? '';
}

describe('plan', () => {
  it('tells each gate with its image, and runs nothing', async () => {
    const ended = await callProcess({ DOCKER_HOST: 'unix:///nothing/docker.sock' }, 'plan');
    for (const { gate } of order) expect(ended.stdout).toContain(gate);
    expect(ended.stdout).toContain(images.trivy);
    expect(ended.exitCode).toBe(0);
  });
});

describe('format', () => {
  it('answers with the changes that the formatter makes, and with no other', async () => {
    using project = new Greeter().replace('src/greet.ts', "return 'Hello!'", 'return   "Hello!"');
    const changed = await call(...project.arguments, 'format', 'modified-paths');
    expect(changed.stdout.trim()).toBe('src/greet.ts');
    const file = ['after', 'file', '--path', 'src/greet.ts', 'contents'];
    const ended = await call(...project.arguments, 'format', ...file);
    expect(ended.stdout).toContain("return 'Hello!';");
    expect(ended.exitCode).toBe(0);
    const removed = await call(...project.arguments, 'format', 'removed-paths');
    expect([removed.stdout.trim(), removed.exitCode]).toEqual(['', 0]);
  });

  it('changes nothing unasked: without a terminal it names -y', async () => {
    using project = new Greeter().replace('src/greet.ts', "return 'Hello!'", 'return   "Hello!"');
    const ended = await call(...project.arguments, 'format');
    expect(ended.stdout + ended.stderr).toContain('src/greet.ts');
    expect(ended.stderr).toContain('-y');
    expect(ended.exitCode).toBe(1);
  });
});
