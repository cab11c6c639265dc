import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lookAtDocker, parseDistribution } from '../../src/setup/look.ts';
import { temporaryFolder } from '../support/temporary.ts';

let place: ReturnType<typeof temporaryFolder>;
let folder = '';
beforeEach(() => {
  place = temporaryFolder();
  folder = place.path;
});
afterEach(() => place[Symbol.dispose]());

const look = (socketPath: string, env = {}, timeout = 60_000) =>
  lookAtDocker(new Dockerode({ socketPath, timeout }), env);

async function listen(
  onConnection: Parameters<typeof createServer>[1],
): Promise<{ server: Server; path: string }> {
  const path = join(folder, 'docker.sock');
  const server = createServer(onConnection).listen(path);
  await once(server, 'listening');
  return { server, path };
}

describe('the Docker daemon', () => {
  test('is down where no socket is', async () => {
    await expect(look(join(folder, 'docker.sock'))).resolves.toMatchObject({ status: 'down' });
  });

  test('is silent where it takes the connection and says nothing', async () => {
    const { server, path } = await listen(() => undefined);
    await expect(look(path, {}, 300)).resolves.toEqual({ status: 'silent' });
    server.close();
  });

  test('answers with its version', async () => {
    const { server, path } = await listen((socket) => {
      const body = '{"Version":"20.10.24"}';
      socket.once('data', () =>
        socket.end(
          `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        ),
      );
    });
    await expect(look(path)).resolves.toEqual({ status: 'answers', version: '20.10.24' });
    server.close();
  });

  test('that DOCKER_HOST names is not looked for here', async () => {
    const DOCKER_HOST = 'tcp://elsewhere.test:2375';
    await expect(look(join(folder, 'docker.sock'), { DOCKER_HOST })).resolves.toEqual({
      status: 'elsewhere',
      host: DOCKER_HOST,
    });
  });
});

test.each([
  ['ID=debian\nVERSION_ID="12"\n', ['debian']],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', ['linuxmint', 'ubuntu', 'debian']],
  ['VERSION_ID=1\n', []],
  [undefined, []],
])('the distribution is read from %j', (text, expected) => expect(parseDistribution(text)).toEqual(expected));
