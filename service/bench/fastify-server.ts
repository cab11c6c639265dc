import Fastify from 'fastify';
import { createWork } from './shared.ts';

const work = createWork();
const app = Fastify();

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
const query = {
  type: 'object',
  properties: { limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
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
app.addHook('onRequest', async (request, reply) => {
  const userId = work.userOf(request.headers.authorization);
  if (userId === undefined) await reply.code(401).send({});
  else request.setDecorator('userId', userId);
});

app.post<{ Body: { content: string; conversation_id: string } }>(
  '/api/messages',
  {
    schema: {
      body: {
        type: 'object',
        required: ['content', 'conversation_id'],
        properties: {
          content: { type: 'string', minLength: 1, maxLength: 4000 },
          conversation_id: { type: 'string', format: 'uuid' },
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
  { schema: { querystring: query, response: { 200: page } } },
  (request) => work.page(request.getDecorator('userId'), request.params.id, request.query.limit),
);

app.get<{ Querystring: { limit: number } }>(
  '/api/conversations',
  { schema: { querystring: query } },
  (request) => work.inbox(request.getDecorator('userId'), request.query.limit),
);

await app.listen({ port: work.port, host: '127.0.0.1' });
console.log('listening');
