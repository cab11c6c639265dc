import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { needs, toolImage } from '../support/images.ts';
import { ownLabels } from '../support/owned.ts';
import { docker } from '../support/registry.ts';
import { SmallProject } from '../support/small-project.ts';

needs('node', 'node20', 'node22', 'golang');

/** Images that a stranger's project names, which no gate uses by itself. */
const named = {
  full: 'node:22-bookworm',
  debian: 'debian:bookworm-slim',
  valkey: 'redis:7',
  mariadb: 'mariadb:11',
} as const;

beforeAll(async () => {
  for (const reference of Object.values(named)) await toolImage(reference);
}, 0);

/** A project whose only test is red, with the version of Node that it runs on. */
const tellsItsNode = {
  'package.json': { name: 'small', type: 'module', scripts: { test: 'node --test' } },
  'pipeline.json': { gates: ['test'], coverage: { lines: 0 } },
  'src/node.js': 'export const node = process.version;\n',
  'test/node.test.js': `
    import assert from 'node:assert';
    import test from 'node:test';
    import { node } from '../src/node.js';
    test('node', () => assert.fail('this is Node ' + node));
  `,
} as const;

/** A project whose only test needs git. */
const usesGit = {
  ...tellsItsNode,
  'test/node.test.js': `
    import { execFileSync } from 'node:child_process';
    import test from 'node:test';
    import '../src/node.js';
    test('git', () => void execFileSync('git', ['--version']));
  `,
} as const;

const pipeline = (node: object) => ({ ...tellsItsNode['pipeline.json'], node });

describe('the tests of a project run on its Node', () => {
  it.each([
    ['engines says 20', { engines: { node: '20' } }, {}, /this is Node v20\./],
    ['engines says >=18', { engines: { node: '>=18' } }, {}, /this is Node v24\./],
    ['pipeline.json says 22', { engines: { node: '18' } }, { version: '22' }, /this is Node v22\./],
  ])('%s', async (_what, manifest, node, version) => {
    using project = new SmallProject(tellsItsNode)
      .write('package.json', { ...tellsItsNode['package.json'], ...manifest })
      .write('pipeline.json', pipeline(node));
    const ended = await call(...project.arguments, 'test');
    expect(ended.stderr).toMatch(version);
    expect(ended.exitCode).toBe(1);
  });

  it('and a note says which one, where another is asked for exactly', async () => {
    using project = new SmallProject({ ...tellsItsNode, '.nvmrc': 'v20.11.1\n' });
    const { stderr } = await call(...project.arguments, 'test');
    const [, actual = ''] = /this is Node v(\S+?)[\s",]/.exec(stderr) ?? [];
    expect(actual).toMatch(/^20\./);
    expect(stderr).toContain(`Node 20.11.1 asked for by .nvmrc; runs on Node ${actual}`);
  });

  it('but not on one that there is no image of', async () => {
    using project = new SmallProject({ ...tellsItsNode, '.nvmrc': '18\n' });
    const ended = await call(...project.arguments, 'test');
    expect(ended.stderr).toMatch(
      /^test: unavailable: Node 18 is asked for \(\.nvmrc: 18\).*node\.version in pipeline\.json/m,
    );
    expect(ended.exitCode).toBe(3);
  });
});

describe('a program that tests need', () => {
  it('is named where it is missing, and there by node.packages', async () => {
    using project = new SmallProject(usesGit);
    const red = await call(...project.arguments, 'test');
    expect(red.stderr).toContain('the tests miss the program git: add it as node.packages in pipeline.json');
    expect(red.exitCode).toBe(1);
    const green = await call(
      ...project.write('pipeline.json', pipeline({ packages: ['git'] })).arguments,
      'test',
    );
    expect(green.stdout, green.stderr).toMatch(/^test: passed: 1 test passed/m);
    expect(green.stdout).toContain('added from Debian (node.packages): git');
  });

  it('is red where Debian has no package of that name', async () => {
    using project = new SmallProject(usesGit).write(
      'pipeline.json',
      pipeline({ packages: ['git', 'no.such-package'] }),
    );
    const ended = await call(...project.arguments, 'test');
    expect(ended.stderr).toMatch(
      /^pipeline\.json: unknown-package \(apt, HIGH\): .*no package no\.such-package \[/m,
    );
    expect(ended.exitCode).toBe(1);
  });
});

describe('an image of the project itself', () => {
  it('is what its tests run on', async () => {
    using project = new SmallProject(usesGit).write('pipeline.json', pipeline({ image: named.full }));
    const ended = await call(...project.arguments, 'test');
    expect(ended.stdout, ended.stderr).toMatch(/^test: passed: 1 test passed/m);
    expect(ended.stdout).toMatch(/^test: runs on node:22-bookworm \(node\.image\), Node 22\./m);
  });

  it('is red where it has no Node', async () => {
    using project = new SmallProject(usesGit).write('pipeline.json', pipeline({ image: named.debian }));
    const ended = await call(...project.arguments, 'test');
    expect(ended.stderr).toContain('node.image: debian:bookworm-slim has no node');
    expect(ended.exitCode).toBe(1);
  });
});

it('a Dockerfile builds on the full image of Node, with its build tools', async () => {
  using project = new SmallProject({
    'pipeline.json': { gates: ['image'] },
    'package.json': { name: 'small' },
    Dockerfile: [
      `FROM ${named.full}`,
      'RUN git --version && python3 --version && g++ --version && make --version && curl --version',
      'RUN node --version | grep ^v22 && npm --version && yarn --version | grep ^1 && id node',
      'LABEL org.opencontainers.image.revision="unknown"',
    ].join('\n'),
  });
  const ended = await call(...project.arguments, 'ci');
  expect(ended.stdout, ended.stderr).toMatch(/image\s+passed/);
});

it('one that is built on Alpine says what to use instead', async () => {
  using project = new SmallProject({
    'pipeline.json': { gates: ['image'] },
    'package.json': { name: 'small' },
    Dockerfile: 'FROM node:22-alpine\n',
  });
  const ended = await call(...project.arguments, 'ci');
  expect(ended.stderr).toMatch(/node:22-alpine.*built on Alpine.*Use node:22-bookworm-slim/s);
  expect(ended.exitCode).toBe(3);
});

/** A container of an image, gone when it is disposed of. */
class Running implements Disposable {
  readonly id: string;

  constructor(image: string, ...options: readonly string[]) {
    const labels = Object.entries(ownLabels()).map(([name, value]) => `--label=${name}=${value}`);
    this.id = docker('run', '-d', '--rm', ...labels, ...options, image);
  }

  get address(): string {
    return docker('inspect', '-f', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', this.id);
  }

  [Symbol.dispose](): void {
    docker('rm', '-f', '-v', this.id);
  }
}

/** Answers of a client in another container, asked until the server is ready. */
function answerOf(image: string, script: string): string {
  const until = `for try in $(seq 120); do ${script} 2> /tmp/said && exit 0; sleep 0.5; done; cat /tmp/said >&2; exit 1`;
  return docker('run', '--rm', '--entrypoint=sh', image, '-c', until);
}

describe('databases from packages answer from another container', () => {
  it('Valkey, by the name of Redis', async () => {
    const image = await toolImage(named.valkey);
    using server = new Running(image);
    expect(answerOf(image, `redis-cli -h ${server.address} set greeting hello`)).toContain('OK');
    expect(answerOf(image, `valkey-cli -h ${server.address} get greeting`)).toBe('hello');
  });

  it('MariaDB, with database and user by the variables of MySQL too', async () => {
    const image = await toolImage(named.mariadb);
    const variables = {
      MYSQL_ROOT_PASSWORD: `ro'ot\\`,
      MARIADB_DATABASE: 'app_1',
      MYSQL_USER: 'me',
      MARIADB_PASSWORD: 'pw',
    };
    using server = new Running(
      image,
      ...Object.entries(variables).map(([name, value]) => `--env=${name}=${value}`),
    );
    const client = `mariadb -h ${server.address} -N`;
    expect(answerOf(image, `${client} -ume -ppw app_1 -e 'create table t (a int); select database()'`)).toBe(
      'app_1',
    );
    expect(answerOf(image, `${client} -uroot "-pro'ot\\\\" -e 'select 6 * 7'`)).toBe('42');
  });
});
