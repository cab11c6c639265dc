import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Dockerode from 'dockerode';
import { expect, it } from 'vitest';
import type { Context } from '../../../src/executor/session/context.ts';
import { openContext } from '../../../src/executor/session/open-context.ts';
import { emptyContainer } from '../../../src/executor/images/images.ts';
import { launchWithRights } from '../../../src/executor/containers/launch-started.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** A daemon that makes containers and starts none; it keeps what it was asked. */
async function refusingDaemon() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    asked.push(`${request.method} ${path}`);
    request.resume();
    const isStart = path.endsWith('/start');
    response.writeHead(isStart ? 500 : request.method === 'DELETE' ? 204 : 201, {
      'content-type': 'application/json',
    });
    response.end(JSON.stringify(isStart ? { message: 'unable to apply caps' } : { Id: 'made' }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { docker: new Dockerode({ host: '127.0.0.1', port }), asked, server };
}

it('a daemon that grants no container every right says why, and keeps none of them', async () => {
  using folder = temporaryFolder();
  const { docker, asked, server } = await refusingDaemon();
  const opened = openContext({
    folder: folder.path,
    signal: new AbortController().signal,
    report: () => undefined,
  });
  const context: Context = { ...opened, docker: () => Promise.resolve(docker) };
  try {
    const spec = {
      image: 'image',
      container: emptyContainer,
      command: ['serve'],
      hosts: [],
      networks: ['own'],
    };
    await expect(launchWithRights(context, { ...spec, stdin: false, init: true, log: true })).rejects.toThrow(
      /no container with insecure root capabilities \(privileged: .*unable to apply caps.*; by-name: .*unable to apply caps/,
    );
    const made = asked.filter((line) => line === 'POST /containers/create');
    const removed = asked.filter((line) => line === 'DELETE /containers/made');
    expect([made.length, removed.length]).toEqual([2, 2]);
    expect(context.granted).toBeUndefined();
  } finally {
    opened.end();
    server.close();
  }
});
