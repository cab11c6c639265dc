import { describe, expect, it } from 'vitest';
import { call, type Ended } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';
import { testedBy, uses } from '../support/tested-by.ts';

needs('node', 'postgres', 'dind');

/** The small project with its tests by node:test, what it needs, and further tests of its own. */
function needing(settings: object, tests = ''): Greeter {
  const project = testedBy(uses['node:test']);
  const head =
    "const { equal, ok, rejects } = require('node:assert/strict');\nconst { it } = require('node:test');\n";
  return project
    .write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['test'], ...settings }))
    .write('test/needs.test.js', `${head}${tests}`);
}

const test = (project: Greeter): Promise<Ended> => call(...project.arguments, 'test');

/** An image that is there on every machine, as a server whose answers have a status. */
const server = (status: string): object => ({
  image: 'node:24-bookworm-slim',
  port: 8080,
  ready: '/ready',
  arguments: [
    'node',
    '-e',
    `let asked = 0; require('http').createServer((q, r) => { asked += 1; r.statusCode = ${status}; r.end(); }).listen(8080)`,
  ],
});

describe('services', () => {
  it('are reached by name, a database with its usual account, another one when it says that it is ready', async () => {
    using project = needing(
      {
        services: { db: { image: 'postgres' }, web: server('asked < 4 ? 503 : 200') },
        env: { DATABASE_URL: 'postgres://test:test@db:5432/test' },
      },
      `
      const { connect } = require('node:net');
      it('asks the database, which wants a password of this user', async () => {
        const { hostname, port, username } = new URL(process.env.DATABASE_URL);
        const socket = connect(Number(port), hostname);
        const body = Buffer.from('\\0\\x03\\0\\0user\\0' + username + '\\0\\0');
        const length = Buffer.alloc(4);
        length.writeInt32BE(body.length + 4);
        socket.write(Buffer.concat([length, body]));
        const [answer] = await require('node:events').once(socket, 'data');
        socket.destroy();
        equal(String.fromCharCode(answer[0]), 'R');
      });
      it('asks a server that was not ready at first', async () => equal((await fetch('http://web:8080/')).status, 200));
      `,
    );
    const ended = await test(project);
    expect(ended.stdout, ended.stderr).toMatch(/^test: passed: 4 tests passed/m);
  });

  it('are named with their log where they do not start, and by their image where that cannot be had', async () => {
    using project = needing({ services: { db: { image: 'postgres', arguments: ['-c', 'nonsense=1'] } } });
    const broken = await test(project);
    expect(broken.stderr).toMatch(
      /^test: unavailable: the service db \(postgres:17\) did not start.*"nonsense"/m,
    );
    expect(broken.exitCode).toBe(3);

    project.write(
      'pipeline.json',
      JSON.stringify({ gates: ['test'], services: { db: { image: 'registry.invalid/db:1', port: 5432 } } }),
    );
    const missing = await test(project);
    expect(missing.stderr).toMatch(
      /^test: unavailable: the image of the service db \(registry\.invalid\/db:1\) cannot be had: /m,
    );
    expect(missing.exitCode).toBe(3);
  });

  it('are named where they never get ready', async () => {
    using project = needing({ services: { web: server('503') } });
    const ended = await test(project);
    expect(ended.stderr).toMatch(
      /^test: unavailable: the service web \(node:24-bookworm-slim\): .*\/ready on port 8080 did not answer 200 in 50 s, the last was: 503/m,
    );
    expect(ended.exitCode).toBe(3);
  });

  it('and variables are there for both starts of the image in smoke', async () => {
    const health = `(await import('node:net')).connect(5432, process.env['DB'] ?? 'none').on('error', () => process.exit(1)).on('connect', function () { this.end(); });\n`;
    using project = new Greeter().replace('src/main.ts', 'server.listen', `${health}server.listen`);
    const settings = { project: 'greeter', gates: ['image', 'smoke'], env: { DB: 'db' } };
    project.write('pipeline.json', JSON.stringify({ ...settings, services: { db: { image: 'postgres' } } }));
    const green = await call(...project.arguments, 'smoke');
    expect(green.stdout, green.stderr).toMatch(/^smoke: passed/m);

    const broken = { db: { image: 'postgres', arguments: ['-c', 'nonsense=1'] } };
    project.write('pipeline.json', JSON.stringify({ ...settings, services: broken }));
    const unavailable = await call(...project.arguments, 'smoke');
    expect(unavailable.stderr).toMatch(/smoke: unavailable: the service db \(postgres:17\) did not start/m);
    expect(unavailable.exitCode).toBe(3);
  });
});

describe('tests run as an ordinary user', () => {
  const tests = `
    const fs = require('node:fs');
    const os = require('node:os');
    it('may not read what its mode forbids', async () => {
      fs.writeFileSync('/tmp/closed', '', { mode: 0 });
      await rejects(fs.promises.readFile('/tmp/closed'), { code: 'EACCES' });
    });
    it('writes to its source, its packages and its home', () => {
      for (const folder of ['src', 'node_modules', os.homedir()]) fs.writeFileSync(folder + '/.new', '');
      equal(os.userInfo().username, 'node');
    });`;

  it('who may write where a developer may, and may not read everything', async () => {
    using project = needing({}, tests);
    const ended = await test(project);
    expect(ended.stdout, ended.stderr).toMatch(/^test: passed: 4 tests passed/m);
  });

  it('or as root where the project says so, which is told', async () => {
    using project = needing({ test: { user: 'root' } }, tests);
    const ended = await test(project);
    expect(ended.stderr).toMatch(/may not read what its mode forbids/);
    expect(ended.stderr).toMatch(/^test: the tests run as root here/m);
    expect(ended.exitCode).toBe(1);
  });
});

describe('commands that write what is needed', () => {
  const made = "it('has it', () => equal(require('../src/made.json').by, process.env.BY));";

  it('run before the tests, with the variables and the programs of the packages', async () => {
    const text = `node -p 'JSON.stringify({ by: process.env.BY })' > src/made.json`;
    using project = needing({ generate: [text], env: { BY: 'us' } }, made);
    const ended = await test(project);
    expect(ended.stdout, ended.stderr).toMatch(/^test: passed: 3 tests passed/m);
  });

  it('are red by what they print where they fail, and unavailable where a host is out of reach', async () => {
    using project = needing({ generate: ["echo 'Error: no schema' >&2; exit 4"] }, made);
    const red = await test(project);
    expect(red.stderr).toMatch(/^command \(generate, HIGH\): .* ended with code 4: Error: no schema/m);
    expect(red.exitCode).toBe(1);

    const fetching = `node -e "require('dns').lookup('engines.invalid', (e) => { throw e })"`;
    project.write('pipeline.json', JSON.stringify({ gates: ['test'], generate: [fetching] }));
    const unavailable = await test(project);
    expect(unavailable.stderr).toMatch(/^test: unavailable: node -e .* could not reach engines\.invalid, /m);
    expect(unavailable.exitCode).toBe(3);
  });

  it('are seen by types, which share them with the tests', async () => {
    using project = new Greeter()
      .replace('src/greet.ts', 'export', "export { made } from './made.ts';\nexport")
      .write(
        'pipeline.json',
        JSON.stringify({
          gates: ['lint'],
          lint: { tools: ['tsc'] },
          generate: ["echo 'export const made = 1;' > src/made.ts"],
        }),
      );
    const ended = await call(...project.arguments, 'lint');
    expect(ended.stdout, ended.stderr).toMatch(/^lint: passed/m);
  });

  it('a build that the tests look for is found, run and told, and pretest runs before them', async () => {
    using project = needing(
      {},
      "it('starts what was built', () => equal(require('../dist/greet.js').greet(''), 'Hello!'));\n" +
        "it('has what pretest wrote', () => ok(require('node:fs').existsSync('made.txt')));",
    );
    const manifest = {
      name: 'greeter',
      private: true,
      scripts: {
        test: uses['node:test'].script,
        pretest: 'echo > made.txt',
        build: 'mkdir -p dist && cp src/greet.js dist',
      },
    };
    project.write('package.json', JSON.stringify(manifest));
    const green = await test(project);
    expect(green.stdout, green.stderr).toMatch(/^test: passed: 4 tests passed/m);
    expect(green.stdout).toMatch(/^test: runs first: npm run build \(package\.json: scripts\.build /m);
    expect(green.stdout).toMatch(/^test: the tests looked for files in dist\/, so that npm run build ran/m);
    expect(green.stdout).toMatch(/^test: runs first: npm run pretest \(package\.json: echo > made\.txt\)$/m);

    project.write('package.json', JSON.stringify(manifest).replace('echo > made.txt', 'exit 3'));
    const red = await test(project);
    expect(red.stderr).toMatch(/^command \(before, HIGH\): npm run pretest ended with code 3/m);
    expect(red.exitCode).toBe(1);
  });
});

it('docker: true gives the tests a Docker daemon of their own, and tells that it is privileged', async () => {
  using project = needing(
    { docker: true },
    `it('has a daemon', async () => {
      const asked = await fetch(process.env.DOCKER_HOST.replace('tcp:', 'http:') + '/info');
      equal((await asked.json()).OSType, 'linux');
      equal(process.env.TESTCONTAINERS_HOST_OVERRIDE, 'docker');
    });`,
  );
  const ended = await test(project);
  expect(ended.stdout, ended.stderr).toMatch(/^test: passed: 3 tests passed/m);
  expect(ended.stdout).toMatch(/^test: the tests have a Docker daemon of their own .* privileged/m);
});

it('variables of .env.example and services that nobody answered for are told of red tests', async () => {
  using project = needing(
    {},
    `it('needs much', async () => {
      if (!process.env.JWT_SECRET) console.error('JWT_SECRET is required');
      await require('node:events').once(require('node:net').connect(5432, '127.0.0.1'), 'connect');
    });`,
  );
  project.write('.env.example', 'JWT_SECRET=\nUNRELATED=1\n');
  const ended = await test(project);
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toMatch(
    /^test: the tests may need JWT_SECRET, which \.env\.example names: put them into env in pipeline\.json$/m,
  );
  expect(ended.stderr).toMatch(/^test: nothing answered the tests on port 5432: name postgres in services/m);
});
