import { createRoute, z } from '@hono/zod-openapi';
import { body, cursor, digits, id, json, limit, Message, problems } from '../../http/schemas.ts';
import { Draft, idempotencyHeader, MessagePage } from './schemas.ts';

const tags = ['Messages'];
const security = [{ bearer: [] }];

export const send = createRoute({
  method: 'post',
  path: '/messages',
  tags,
  security,
  summary: 'Send a message to a user or a conversation',
  parameters: [idempotencyHeader],
  request: { body: body(Draft) },
  responses: {
    201: json(Message, 'The stored message'),
    ...problems(
      'malformed_json',
      'self_message',
      'unauthorized',
      'blocked',
      'not_found',
      'conflict',
      'in_progress',
    ),
    ...problems('too_large', 'unsupported_media', 'invalid', 'key_reused', 'rate_limited'),
  },
});

export const list = createRoute({
  method: 'get',
  path: '/messages/conversation/{id}',
  tags,
  security,
  summary: 'List the messages of a conversation, newest first',
  request: {
    params: z.object({ id }),
    query: z.object({
      limit,
      cursor,
      after: digits()
        .optional()
        .openapi({ description: 'Only messages after this seq, starting with the next one.' }),
      before: digits().optional().openapi({ description: 'Only messages before this seq.' }),
      page: digits({ min: 1, max: 1e9 })
        .optional()
        .openapi({ description: 'A numbered page, for old clients.' }),
    }),
  },
  responses: {
    200: json(MessagePage, 'A page'),
    ...problems('bad_request', 'bad_cursor', 'unauthorized', 'not_found', 'invalid', 'rate_limited'),
  },
});

export const listBefore = createRoute({
  method: 'get',
  path: '/messages/conversation/{id}/before',
  tags,
  security,
  summary: 'List the messages of a conversation from before a time, newest first',
  request: {
    params: z.object({ id }),
    query: z.object({
      before_timestamp: z.iso
        .datetime({ offset: true })
        .openapi({ description: 'RFC 3339', example: '2026-01-05T09:30:00Z' }),
      limit,
      cursor,
    }),
  },
  responses: {
    200: json(MessagePage, 'A page'),
    ...problems('bad_cursor', 'unauthorized', 'not_found', 'invalid', 'rate_limited'),
  },
});
