import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Dockerode from 'dockerode';
import { expect, it } from 'vitest';
import type { Context } from '../../../src/executor/session/context.ts';
import { openContext } from '../../../src/executor/session/open-context.ts';
import { networkFor } from '../../../src/executor/services/networks.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** A daemon with thirty networks, whose default network has a packet size of its own; what it answers to one more. */
async function daemonWithout(status: number, message: string) {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    const answer = (code: number, body: unknown): void => {
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/networks/bridge')
      answer(200, { Options: { 'com.docker.network.driver.mtu': '1400', other: 'x' } });
    else if (request.url?.startsWith('/networks/create') === true) {
      void request.toArray().then((parts) => {
        asked.push(JSON.parse(Buffer.concat(parts as Buffer[]).toString()));
        answer(status, { message });
      });
    } else
      answer(
        200,
        Array.from({ length: 30 }, () => ({})),
      );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { docker: new Dockerode({ host: '127.0.0.1', port }), asked, server };
}

/** What Docker 20.10.24 says, and what the source of version 28 does. */
const exhausted: readonly (readonly [number, string])[] = [
  [
    404,
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
  ],
  [400, 'all predefined address pools have been fully subnetted'],
];

it.each(exhausted)('a daemon without addresses for one more network (%i: %s) is told', async (...said) => {
  using folder = temporaryFolder();
  const { docker, asked, server } = await daemonWithout(...said);
  const opened = openContext({
    folder: folder.path,
    signal: new AbortController().signal,
    report: () => undefined,
  });
  const context: Context = { ...opened, docker: () => Promise.resolve(docker) };
  try {
    await expect(networkFor(context, 'commands')).rejects.toThrow(
      /no addresses left for a network of this run's own, of 30 networks .*`docker network prune`.*`default-address-pools`/,
    );
    expect(asked).toEqual([
      expect.objectContaining({ Options: { 'com.docker.network.driver.mtu': '1400' }, CheckDuplicate: true }),
    ]);
  } finally {
    opened.end();
    server.close();
  }
});
