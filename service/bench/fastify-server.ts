import Fastify from 'fastify';
import { securityHeaders } from '../src/http/envelope.ts';
import { createWork } from './shared.ts';

const work = createWork();
const app = Fastify({
  loggerInstance: work.logger,
  // The line for a request is logged below, at the same level as in the service.
  disableRequestLogging: true,
  genReqId: (request) => work.requestId(request.headers['x-request-id']),
});

const nullable = (type: string) => ({ type: [type, 'null'] });
const message = {
  type: 'object',
  properties: {
    ...Object.fromEntries(
      ['id', 'conversation_id', 'sender_id', 'status', 'created_at'].map((name) => [
        name,
        { type: 'string' },
      ]),
    ),
    ...Object.fromEntries(
      ['receiver_id', 'content', 'reply_to_id', 'edited_at', 'deleted_at'].map((name) => [
        name,
        nullable('string'),
      ]),
    ),
    seq: { type: 'integer' },
  },
};
const id = { type: 'string', format: 'uuid' };
const limit = { type: 'integer', minimum: 1, maximum: 100, default: 20 };
const cursor = { type: 'string', minLength: 1, maxLength: 300 };
const seq = { type: 'integer', minimum: 0 };
const listing = {
  params: { type: 'object', required: ['id'], properties: { id } },
  querystring: { type: 'object', properties: { limit, cursor, after: seq, before: seq, page: seq } },
};
const page = {
  type: 'object',
  properties: {
    data: { type: 'array', items: message },
    next_cursor: nullable('string'),
    limit: { type: 'integer' },
  },
};

app.decorateRequest('userId', '');
app.decorateRequest('begun', 0);
app.addHook('onRequest', (request, reply, done) => {
  request.setDecorator('begun', performance.now());
  reply.headers(securityHeaders).header('x-request-id', request.id);
  const userId = work.userOf(request.headers.authorization);
  if (userId === undefined) {
    reply.code(401).send({});
    return;
  }
  request.setDecorator('userId', userId);
  done();
});
app.addHook('onResponse', (request, reply, done) => {
  const route = request.routeOptions.url ?? 'unmatched';
  work.finish(request.method, route, reply.statusCode, request.getDecorator('begun'), request.id);
  done();
});

app.post<{ Body: { content: string; conversation_id: string } }>(
  '/api/messages',
  {
    schema: {
      body: {
        type: 'object',
        required: ['content'],
        oneOf: [{ required: ['conversation_id'] }, { required: ['receiver_id'] }],
        properties: {
          content: { type: 'string', minLength: 1, maxLength: 4000 },
          conversation_id: id,
          receiver_id: id,
          reply_to_id: { anyOf: [id, { type: 'null' }] },
        },
      },
      response: { 201: message },
    },
  },
  async (request, reply) => {
    const { content, conversation_id } = request.body;
    reply.code(201);
    return work.send(request.getDecorator('userId'), conversation_id, content);
  },
);

app.get<{ Params: { id: string }; Querystring: { limit: number } }>(
  '/api/messages/conversation/:id',
  { schema: { ...listing, response: { 200: page } } },
  (request) => work.page(request.getDecorator('userId'), request.params.id, request.query.limit),
);

app.get<{ Querystring: { limit: number } }>(
  '/api/conversations',
  { schema: { querystring: { type: 'object', properties: { limit, cursor } } } },
  (request) => work.inbox(request.getDecorator('userId'), request.query.limit),
);

await app.listen({ port: work.port, host: '127.0.0.1' });
console.log('listening');
