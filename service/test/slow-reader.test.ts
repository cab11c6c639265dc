import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { listen } from '../src/http/server.ts';
import { createWorld, shapes } from './world.ts';

it('a client that does not read its event stream is disconnected, and may open another one', async () => {
  const logger = pino({ level: 'silent' });
  const told = vi.spyOn(logger, 'info');
  const world = createWorld({ logger });
  const server = await listen(world.app, { port: 0, host: '127.0.0.1' });
  const [ada, bob] = [await world.person(), await world.person()];
  const headers = { authorization: `Bearer ${bob.token}` };
  const opened = once(
    get({ host: '127.0.0.1', port: server.port, path: '/api/events', headers }),
    'response',
  );
  const [response] = (await opened) as [IncomingMessage];
  response.on('error', () => undefined).pause();
  // The longest message, so that the buffers of both ends are soon full.
  const content = '\u{1F600}'.repeat(4000);
  const sent = await world.send(ada.token, { receiver_id: bob.id, content });
  const { conversation_id: conversation, seq } = shapes.Message.parse(await sent.json());
  const isCutOff = () => told.mock.calls.some(([text]) => String(text).includes('too slow'));
  let published = 0;
  while (!isCutOff() && published < 20_000) {
    for (let index = 0; index < 200; index += 1)
      world.deps.hub.publish({ type: 'message.updated', conversation, seq });
    published += 200;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(isCutOff()).toBe(true);
  // Buffered data still arrives, and then the connection breaks in the middle of the stream.
  const closed = new Promise((resolve) => response.once('close', resolve));
  response.resume();
  await closed;
  expect(response.complete).toBe(false);
  const again = [world.deps.hub.open(bob.id), world.deps.hub.open(bob.id), world.deps.hub.open(bob.id)];
  for (const feed of again) feed.end();
  await server.drain(100);
});
