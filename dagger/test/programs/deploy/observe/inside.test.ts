import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

import { afterEach, describe, expect, test } from 'vitest';

import { type Inside, insideIn, insideScript } from '../../../../programs/deploy/observe/inside.ts';
import type { RevisionPlace } from '../../../../src/project/settings/revision-place.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** What is seen in a container whose service answers so. */
async function seen(
  answer: (response: ServerResponse) => void,
  place: RevisionPlace | null = null,
): Promise<Inside> {
  const server = createServer((_request, response) => {
    answer(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const header = place?.header === undefined ? {} : { header: place.header };
  const script = insideScript({ port, healthPath: '/health', health: true, ...header });
  const { stdout } = await promisify(execFile)(process.execPath, script);
  return insideIn(stdout, place);
}

describe('the revision of a pod', () => {
  test.each<[string, (response: ServerResponse) => void, RevisionPlace | null]>([
    ['by its usual name', (response) => response.end('{"revision":"one"}'), null],
    ['by a pointer', (response) => response.end('{"build":{"sha":"one"}}'), { pointer: '/build/sha' }],
    [
      'from a header',
      (response) => response.setHeader('x-commit', 'one').writeHead(204).end(),
      { header: 'X-Commit' },
    ],
  ])('is read %s', async (_name, answer, place) => {
    expect((await seen(answer, place)).revision).toBe('one');
  });

  test.each<[string, (response: ServerResponse) => void, RevisionPlace | null, RegExp]>([
    [
      'text',
      (response) => response.end('OK'),
      null,
      /^the health answer names no revision; .* name its place by deploy\.revision$/,
    ],
    ['no content', (response) => response.writeHead(204).end(), null, /names no revision/],
    [
      'no such field',
      (response) => response.end('{}'),
      { pointer: '/build/sha' },
      /no revision at \/build\/sha, which deploy\.revision names/,
    ],
    [
      'no such header',
      (response) => response.end('{}'),
      { header: 'X-Commit' },
      /no revision in the header X-Commit/,
    ],
    [
      'an error',
      (response) => response.writeHead(503).end('{"revision":"one"}'),
      null,
      /^its health answered 503$/,
    ],
    ['a redirection', (response) => response.writeHead(302, { location: '/x' }).end(), null, /answered 302/],
    ['a connection that is cut', (response) => response.socket?.destroy(), null, /could not be asked/],
  ])('is not there with %s, and why is told', async (_name, answer, place, words) => {
    const { revision, process } = await seen(answer, place);
    expect(revision).toEqual({ unobserved: expect.stringMatching(words) as unknown });
    expect(process).toMatchObject({ noNewPrivs: expect.any(Boolean) as unknown });
  });
});

test('a line of another program is no look into a container', () => {
  expect(insideIn('{"revision":"one"}', null)).toMatchObject({
    revision: { unobserved: expect.stringContaining('it printed') as unknown },
    connection: null,
  });
});
