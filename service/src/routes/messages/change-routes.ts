import { createRoute, z } from '@hono/zod-openapi';
import { body, id, json, Message, problems } from '../../http/schemas.ts';
import { content } from './schemas.ts';

const tags = ['Messages'];
const security = [{ bearer: [] }];

export const getMessage = createRoute({
  method: 'get',
  path: '/messages/{id}',
  tags,
  security,
  summary: 'Get a message',
  request: { params: z.object({ id }) },
  responses: {
    200: json(Message, 'The message'),
    ...problems('unauthorized', 'not_found', 'invalid', 'rate_limited'),
  },
});

export const patchMessage = createRoute({
  method: 'patch',
  path: '/messages/{id}',
  tags,
  security,
  summary: 'Edit your own message',
  request: { params: z.object({ id }), body: body(z.object({ content })) },
  responses: {
    200: json(Message, 'The changed message'),
    ...problems('malformed_json', 'unauthorized', 'forbidden', 'not_found', 'deleted', 'too_large'),
    ...problems('unsupported_media', 'invalid', 'rate_limited'),
  },
});

export const deleteMessage = createRoute({
  method: 'delete',
  path: '/messages/{id}',
  tags,
  security,
  summary: 'Delete your own message: its place stays, its content goes',
  request: { params: z.object({ id }) },
  responses: {
    200: json(Message, 'The message without its content'),
    ...problems('unauthorized', 'forbidden', 'not_found', 'invalid', 'rate_limited'),
  },
});

export const markRead = createRoute({
  method: 'put',
  path: '/messages/conversation/{id}/read',
  tags,
  security,
  summary: 'Mark a conversation as read, up to a seq or to its end',
  request: {
    params: z.object({ id }),
    body: {
      content: {
        'application/json': {
          schema: z.object({ seq: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional() }),
        },
      },
    },
  },
  responses: {
    200: json(
      z
        .object({ last_read_seq: z.int(), unread: z.int(), marked_as_read: z.int() })
        .openapi('ReadMark', { example: { last_read_seq: 7, unread: 0, marked_as_read: 3 } }),
      'The new read mark',
    ),
    ...problems('malformed_json', 'unauthorized', 'not_found', 'too_large', 'unsupported_media', 'invalid'),
    ...problems('rate_limited'),
  },
});

export const putStatus = createRoute({
  method: 'put',
  path: '/messages/{id}/status',
  tags,
  security,
  summary: 'Mark a message as delivered or read',
  request: { params: z.object({ id }), body: body(z.object({ status: z.enum(['delivered', 'read']) })) },
  responses: {
    200: json(Message, 'The message with its status'),
    ...problems('malformed_json', 'unauthorized', 'forbidden', 'not_found', 'backwards', 'too_large'),
    ...problems('unsupported_media', 'invalid', 'rate_limited'),
  },
});
