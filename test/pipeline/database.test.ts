import { describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node', 'postgres');

/** A test of a project's own that asks the database for a sum, by PostgreSQL's protocol: no client is installed for it. */
const askForSum = String.raw`
import { connect } from 'node:net';
import { expect, it } from 'vitest';

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(length.length + body.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

it('asks the database', async () => {
  const { hostname, port, username, pathname } = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  const socket = connect(Number(port), hostname);
  socket.write(message('', '\0\u0003\0\0user\0' + username + '\0database\0' + pathname.slice(1) + '\0\0'));
  socket.write(message('Q', 'select 40 + 2\0'));
  let answer = '';
  for await (const chunk of socket) {
    answer += String(chunk);
    if (answer.includes('SELECT 1')) break;
  }
  expect(answer).toContain('42');
});
`;

/** The greeter with that test, bound to a database or not. */
function asking(postgres: boolean): Greeter {
  const test = { postgres, arguments: ['--coverage.include=src/greet.ts'] };
  return new Greeter()
    .write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['test'], test }))
    .write('test/database.test.ts', askForSum);
}

describe('a test that asks a PostgreSQL', () => {
  it('passes where pipeline.json has one bound', async () => {
    using project = asking(true);
    const ended = await call(...project.arguments, 'test');
    expect(ended.stdout).toMatch(/^test: passed/);
    expect(ended.exitCode).toBe(0);
  });

  it('fails where it has none', async () => {
    using project = asking(false);
    const ended = await call(...project.arguments, 'test');
    expect(ended.stderr).toMatch(/asks the database/);
    expect(ended.exitCode).toBe(1);
  });
});
