import { createServer, type IncomingMessage } from 'node:http';
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

async function answer(request: IncomingMessage): Promise<[number, unknown]> {
  const userId = work.userOf(request.headers.authorization);
  if (userId === undefined) return [401, {}];
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'POST') {
    const body = await bodyOf(request);
    return body ? [201, await work.send(userId, body.conversation_id, body.content)] : [422, {}];
  }
  const limit = Number(url.searchParams.get('limit') ?? 20);
  if (url.pathname === '/api/conversations') return [200, await work.inbox(userId, limit)];
  return [200, await work.page(userId, url.pathname.split('/').at(-1) ?? '', limit)];
}

createServer((request, response) => {
  answer(request).then(
    ([status, body]) => {
      const text = JSON.stringify(body);
      response.writeHead(status, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
    },
    () => response.writeHead(500, { 'content-length': 0 }).end(),
  );
}).listen(work.port, '127.0.0.1', () => {
  console.log('listening');
});
