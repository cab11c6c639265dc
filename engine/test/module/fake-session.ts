import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** A session that records what it is asked, and answers what a test says. */
export interface FakeSession extends AsyncDisposable {
  readonly port: number;
  readonly token: string;
  /** Every document, in the order of arrival. */
  readonly asked: string[];
}

/** What a fake session answers to a document: the whole body of GraphQL over HTTP. */
export type Answer = (document: string) => unknown;

const request = z.object({ query: z.string() });

/** Serves POST /query on loopback. */
export async function fakeSession(answer: Answer): Promise<FakeSession> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const { query } = request.parse(JSON.parse(body));
      asked.push(query.replaceAll(/\s+/g, ' ').trim());
      outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(answer(query)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { port: address.port, token: 'token', asked, [Symbol.asyncDispose]: close };
}
