import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import Dockerode from 'dockerode';
import { describe, expect, it } from 'vitest';
import { removeNetwork } from '../../../src/executor/docker/client.ts';

/** The answer of a Docker daemon to one request: a status and what it says. */
type Answer = readonly [status: number, body: object];

/** A network on which one container stands, and a daemon that answers each way of taking it off as a test has it. */
async function removing(answers: Readonly<Record<string, readonly Answer[]>>): Promise<string[]> {
  const left = new Map(Object.entries(answers).map(([request, all]) => [request, [...all]]));
  const asked: string[] = [];
  const answer = ({ method, url }: IncomingMessage, response: ServerResponse): void => {
    const request = `${method} ${url}`;
    asked.push(request);
    const [status, body] = left.get(request)?.shift() ?? [418, { message: `not expected: ${request}` }];
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await removeNetwork(new Dockerode({ protocol: 'http', host: '127.0.0.1', port }), 'net');
  } finally {
    server.close();
  }
  return asked;
}

const remove = 'DELETE /networks/net';
const disconnect = 'POST /networks/net/disconnect';
const wait = 'POST /containers/c1/wait?condition=removed';
const inUse: Answer = [403, { message: 'network net has active endpoints' }];
const removed: Answer = [204, {}];
const occupied = { 'GET /networks/net': [[200, { Containers: { c1: { Name: 'one' } } }]] } satisfies Record<
  string,
  Answer[]
>;
const going: Answer = [
  500,
  { message: 'Container c1 is marked for removal and cannot be connected or disconnected to the network ' },
];

describe('a network that is left', () => {
  it('is removed, and is fine where it is gone', async () => {
    expect(await removing({ [remove]: [removed] })).toEqual([remove]);
    expect(await removing({ [remove]: [[404, { message: 'gone' }]] })).toEqual([remove]);
  });

  it('is removed once a container that stands on it is taken off', async () => {
    const asked = await removing({ ...occupied, [remove]: [inUse, removed], [disconnect]: [[200, {}]] });
    expect(asked).toEqual([remove, 'GET /networks/net', disconnect, remove]);
  });

  it('is removed once a container that another process removes is gone', async () => {
    const asked = await removing({
      ...occupied,
      [remove]: [inUse, removed],
      [disconnect]: [going],
      [wait]: [[200, { StatusCode: 137 }]],
    });
    expect(asked).toEqual([remove, 'GET /networks/net', disconnect, wait, remove]);
  });

  it('is removed where that container was gone before it could be waited for', async () => {
    const answers = { ...occupied, [remove]: [inUse, removed], [disconnect]: [going] };
    const asked = await removing({ ...answers, [wait]: [[404, { message: 'No such container: c1' }]] });
    expect(asked.at(-1)).toBe(remove);
  });

  it('is removed once Docker knows no more of what stood on it', async () => {
    const empty: Answer = [200, { Containers: {} }];
    const asked = await removing({ [remove]: [inUse, inUse, removed], 'GET /networks/net': [empty, empty] });
    expect(asked.filter((request) => request === remove)).toHaveLength(3);
    const gone = await removing({
      [remove]: [inUse, removed],
      'GET /networks/net': [[404, { message: 'gone' }]],
    });
    expect(gone.at(-1)).toBe(remove);
  });

  it('stays with the reason where Docker fails in another way', async () => {
    const failing = removing({ ...occupied, [remove]: [inUse], [disconnect]: [[500, { message: 'full' }]] });
    await expect(failing).rejects.toThrow('full');
  });
});
