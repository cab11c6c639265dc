import { once } from 'node:events';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { folder } from './folders.ts';
import { patience } from './patience.ts';
import { register, type RemotePerson } from './people.ts';
import { startProcess } from './process.ts';
import { stored } from './under-load.ts';
import { secret, shapes } from './world.ts';

const inFlight = 20;

/**
 * Starts to send a message and holds its body back after the service has confirmed the headers and waits for the
 * body (RFC 9110, section 10.1.1).
 */
async function begin(port: number, { token }: RemotePerson, body: string): Promise<ClientRequest> {
  const request = httpRequest({
    port,
    host: '127.0.0.1',
    path: '/api/messages',
    method: 'POST',
    agent: false,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  });
  // The error also reaches the promise of the response.
  request.on('error', () => undefined);
  request.flushHeaders();
  await once(request, 'continue');
  return request;
}

/** Sends the body of a request and returns the response; undefined when the connection was closed. */
async function finish(request: ClientRequest, body: string) {
  const answered = Promise.race([once(request, 'response'), once(request, 'close')]).catch(() => undefined);
  request.end(body);
  const [response] = ((await answered) ?? []) as [IncomingMessage?];
  if (!response) return undefined;
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, connection: response.headers.connection, text };
}

/** Opens a connection and sends a probe except for its end, so that the connection is not idle. */
async function halfProbe(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(socket, 'data');
  socket.write('GET /readyz HTTP/1.1\r\nhost: x\r\n');
  return socket;
}

describe('a process that shuts down', () => {
  it('answers every accepted request, answers probes with 503, and keeps what it acknowledged', async () => {
    const data = folder();
    const env = { DATA_DIR: data, JWT_SECRET: secret, DRAIN_MS: '30000' };
    const service = await startProcess(env);
    const { port, url } = service;
    const [ada, bob] = await Promise.all([register(url), register(url)]);
    const probe = await halfProbe(port);
    const bodies = Array.from({ length: inFlight }, (_, index) =>
      JSON.stringify({ receiver_id: bob.id, content: `word ${String(index)}` }),
    );
    const begun = await Promise.all(bodies.map((body) => begin(port, ada, body)));
    const ended = service.end('SIGTERM');
    await vi.waitFor(() => {
      expect(service.said.join('\n')).toContain('SIGTERM: shutting down');
    }, patience);
    const probed = once(probe, 'data');
    probe.write('\r\n');
    expect(String((await probed)[0])).toMatch(/^HTTP\/1\.1 503 .*\{"status":"draining"\}$/s);
    await expect(fetch(`${url}/livez`)).rejects.toThrow('fetch failed');

    const answers = await Promise.all(begun.map((request, index) => finish(request, bodies[index] ?? '')));
    expect(answers.map((answer) => answer?.status)).toEqual(bodies.map(() => 201));
    expect(new Set(answers.map((answer) => answer?.connection))).toEqual(new Set(['close']));
    expect(await ended).toBe(0);

    const messages = answers.map((answer) => shapes.Message.parse(JSON.parse(answer?.text ?? '')));
    const found = await stored(data, bob);
    expect(found.map(({ id, seq }) => [seq, id])).toEqual(
      messages.map(({ id, seq }) => [seq, id] as const).sort(([one], [other]) => one - other),
    );
  });
});
