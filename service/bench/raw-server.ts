import { createServer, type IncomingMessage } from 'node:http';
import { securityHeaders } from '../src/http/envelope.ts';
import { createWork } from './shared.ts';

const work = createWork();
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

async function bodyOf(
  request: IncomingMessage,
): Promise<{ content: string; conversation_id: string } | undefined> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = JSON.parse(Buffer.concat(parts).toString()) as { content: unknown; conversation_id: unknown };
  const { content, conversation_id } = body;
  if (typeof content !== 'string' || typeof conversation_id !== 'string' || !uuid.test(conversation_id))
    return undefined;
  const length = [...content].length;
  return length >= 1 && length <= 4000 ? { content, conversation_id } : undefined;
}

type Answer = readonly [status: number, route: string, body: unknown];

async function answer(request: IncomingMessage): Promise<Answer> {
  const userId = work.userOf(request.headers.authorization);
  if (userId === undefined) return [401, 'unmatched', {}];
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'POST') {
    const body = await bodyOf(request);
    const sent = body ? await work.send(userId, body.conversation_id, body.content) : {};
    return [body ? 201 : 422, '/api/messages', sent];
  }
  const limit = Number(url.searchParams.get('limit') ?? 20);
  const id = url.pathname.split('/').at(-1) ?? '';
  if (!(limit >= 1 && limit <= 100)) return [422, url.pathname, {}];
  if (id === 'conversations') return [200, '/api/conversations', await work.inbox(userId, limit)];
  if (!uuid.test(id)) return [422, 'unmatched', {}];
  return [200, '/api/messages/conversation/:id', await work.page(userId, id, limit)];
}

createServer((request, response) => {
  const begun = performance.now();
  const requestId = work.requestId(request.headers['x-request-id']);
  answer(request).then(
    ([status, route, body]) => {
      const text = JSON.stringify(body);
      response.writeHead(status, {
        ...securityHeaders,
        'x-request-id': requestId,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
      work.finish(request.method ?? '', route, status, begun, requestId);
    },
    () => response.writeHead(500, { 'content-length': 0 }).end(),
  );
}).listen(work.port, '127.0.0.1', () => {
  console.log('listening');
});
