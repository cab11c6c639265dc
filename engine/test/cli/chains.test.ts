import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary.ts';
import { fixtureCall } from './fixture-call.ts';

const call = fixtureCall('chained');

/** A socket of this machine, for functions that take one; and a small source. */
const folder = temporaryFolder();
const socket = join(folder.path, 'docker.sock');
const server = createServer();
beforeAll(async () => {
  mkdirSync(join(folder.path, 'source', 'report'), { recursive: true });
  writeFileSync(join(folder.path, 'source', 'report', 'page.html'), 'proved');
  server.listen(socket);
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  folder[Symbol.dispose]();
});

const source = `--source ${join(folder.path, 'source')}`;
const kind = `kind --docker-socket=${socket} --name=dev`;

describe('a chain over objects of the module', () => {
  test.each([
    ['with-registry --address=x publish --version=1', 'x:1 with 0 passwords of 0 letters\n'],
    ['verdict outcome', 'failed\n'],
    ['verdict exit-code', '3\n'],
    ['verdict gates name', 'lint\ntest\n'],
    ['verdict gates table --bullet=*', '* a semicolon\n* a brace\n'],
    ['kind --docker-socket=SOCKET deployment outcome', 'proved\n'],
    ['kind --docker-socket=SOCKET deployment --fails exit-code', '1\n'],
    ['kind --docker-socket=SOCKET deployment report entries', 'page.html\n'],
  ])('%s answers what its last function answers', async (line, stdout) => {
    expect(await call(`${source} ${line.replace('SOCKET', socket)}`)).toEqual({
      exitCode: 0,
      stdout,
      stderr: '',
    });
  });

  test('exports a directory that an object has', async () => {
    using out = temporaryFolder();
    const line = `${source} ${kind} deployment report export --path=out`;
    expect(await call(line, { workdir: out.path })).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(out.path, 'out', 'page.html'), 'utf8')).toBe('proved');
  });

  test('that ends in an object tells its type and digest, as Dagger does', async () => {
    expect((await call(`${source} verdict`)).stdout).toMatch(/^VerdictResult@sha256:[0-9a-f]{64}\n$/);
    expect((await call(`${source} verdict gates`)).stdout).toMatch(
      /^(- GateResult@sha256:[0-9a-f]{64}\n){2}$/,
    );
    expect((await call(`${source} with-registry --address=x`)).stdout).toMatch(/^Chained@sha256:/);
  });
});

describe('private fields survive from link to link', () => {
  test('of every kind that Dagger has an id for, lists and plain values', async () => {
    const files = [join(folder.path, 'one.yaml'), join(folder.path, 'two.yaml')];
    for (const file of files) writeFileSync(file, `${file.length % 2}`);
    const registry = 'with-registry --address=x --passwords=env:ONE --passwords=env:TWO --platforms=a,b';
    const { stdout } = await call(
      `${source} ${registry} ${kind} --configuration=${files.join(',')} deploy --rollout-seconds=3`,
      { environment: { ONE: 'first', TWO: 'second' } },
    );
    expect(stdout.split('\n')).toEqual([
      'dev: built within 3',
      'registry x a+b',
      'passwords env:ONE env:TWO',
      'source report/',
      `configured ${files.map((file) => file.length % 2).join('')}`,
      'socket Socket',
      'kubeconfig none',
      'database none',
      'tools Container',
      '',
    ]);
  });

  test('secrets and services too, and a secret is the same text at the end', async () => {
    const line = `${source} cluster --kubeconfig=env:KUBE --database=tcp://localhost:5432 deploy`;
    const { stdout } = await call(line, { environment: { KUBE: 'k' } });
    expect(stdout).toContain('kubeconfig env:KUBE\ndatabase Service\n');
    const published = await call(
      `${source} with-registry --address=x --passwords=env:ONE publish --version=1`,
      {
        environment: { ONE: 'four' },
      },
    );
    expect(published.stdout).toBe('x:1 with 1 passwords of 4 letters\n');
  });
});

test('a secret that the module made is there in a later run too, though its link is answered from the cache', async () => {
  const line = `${source} with-generated-password publish --version=1`;
  for (const { exitCode, stdout } of [await call(line), await call(line)]) {
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'nowhere:1 with 1 passwords of 6 letters\n',
    });
  }
});

describe('a chain ends', () => {
  test.each([
    [7, `${kind} destroy`, 'Error: dev cannot be deleted\nin use\n'],
    [3, 'verdict enforce', 'Error: the verdict is failed\n'],
    [2, 'verdict gates table', 'table needs --bullet (What stands before each finding.)'],
    [2, 'kind deploy', "kind needs --docker-socket (The socket of this machine's Docker.)"],
    [2, 'kind --docker-socket=/nowhere deploy', '/nowhere does not exist'],
    [2, `${kind} deploy --rollout-seconds=x`, 'expected a whole number'],
    [2, `${kind} deplo`, 'Cluster has no function deplo'],
    [2, `${kind} deploy --imag=x`, 'Did you mean --image?'],
    [2, 'verdict outcome name', 'outcome returns a string: name cannot follow it'],
    [2, 'cluster --kubeconfig=env:NOWHERE_SET deployment report', 'the variable NOWHERE_SET is not set'],
  ])('with %d after %s', async (expected, line, said) => {
    const { exitCode, stderr } = await call(`${source} ${line}`);
    expect(stderr).toContain(said);
    expect(exitCode).toBe(expected);
  });
});

describe('help', () => {
  test("lists an object's functions by the first line of their help", async () => {
    const { stdout } = await call('kind --help');
    expect(stdout).toContain('Returns:\n  Cluster\n');
    expect(stdout).toContain(
      [
        'Functions:',
        "  name        The cluster's name.",
        '  deploy      Deploy what the gates have passed.',
        '  deployment  Deploy, and answer the record of it.',
        '  destroy     Delete the cluster.',
      ].join('\n'),
    );
  });

  test('of a later link asks for nothing that the links before it need', async () => {
    const { exitCode, stdout } = await call('kind deploy --help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('A second paragraph.');
    expect(stdout).toContain('kind deploy [flags]');
    expect(stdout).toMatch(/--rollout-seconds int +How long the rollout may take. \(default 60\)/);
  });

  test('shows which arguments of a link are required', async () => {
    expect((await call('kind --help')).stdout).toMatch(/--docker-socket Socket .*\(required\)/);
    expect((await call('verdict gates table --help')).stdout).toMatch(/--bullet string .*\(required\)/);
  });

  test('lists checks and generators like any other function', async () => {
    const { stdout } = await call('--help');
    expect(stdout).toMatch(/^ {2}lint +Hold the source to a rule\.$/m);
    expect(stdout).toMatch(/^ {2}format +Format the sources\.$/m);
  });
});
