import { createRoute, z } from '@hono/zod-openapi';
import { body, cursor, digits, id, json, limit, Message, problems, text } from '../../http/schemas.ts';

const tags = ['Messages'];
const security = [{ bearer: [] }];

const content = text(1, 4000).openapi({ example: 'Hello' });

/** Draft 07 of the idempotency-key header, bounded. */
export const idempotencyKey = /^[\x20-\x7e]{1,255}$/;

/** Described by hand: a schema for headers makes the library read them all for each request, a third of a send's time. */
const idempotencyHeader = {
  name: 'idempotency-key',
  in: 'header',
  description: 'Makes a repetition safe for 24 hours: the same key with the same body is stored once.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: idempotencyKey.source },
} as const;

export const Draft = z
  .object({
    content,
    receiver_id: id.optional().openapi({ description: 'The person to write to; or' }),
    conversation_id: id.optional().openapi({ description: 'the conversation to write in: one of the two.' }),
    reply_to_id: id.nullish(),
  })
  .refine((draft) => (draft.receiver_id === undefined) !== (draft.conversation_id === undefined), {
    message: 'exactly one of receiver_id and conversation_id is needed',
  })
  .openapi('Draft', { oneOf: [{ required: ['receiver_id'] }, { required: ['conversation_id'] }] });

export const MessagePage = z
  .object({
    data: z.array(Message),
    next_cursor: z.string().nullable(),
    limit: z.int(),
    page: z.int().optional(),
    total: z.int().optional(),
  })
  .openapi('MessagePage');

export const send = createRoute({
  method: 'post',
  path: '/messages',
  tags,
  security,
  summary: 'Send a message to a person or into a conversation',
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
  summary: 'The messages of a conversation, newest first',
  request: {
    params: z.object({ id }),
    query: z.object({
      limit,
      cursor,
      after: digits()
        .optional()
        .openapi({ description: 'Only messages after this seq, the nearest first to come.' }),
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
  summary: 'The messages of a conversation from before a time, newest first',
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

export const getMessage = createRoute({
  method: 'get',
  path: '/messages/{id}',
  tags,
  security,
  summary: 'A message',
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
  summary: 'Give one’s own message another text',
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
  summary: 'Delete one’s own message: its place stays, its content goes',
  request: { params: z.object({ id }) },
  responses: {
    200: json(Message, 'What is left of it'),
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
      'Where the mark stands now',
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
  summary: 'Note that a message has come, or was read',
  request: { params: z.object({ id }), body: body(z.object({ status: z.enum(['delivered', 'read']) })) },
  responses: {
    200: json(Message, 'The message with its status'),
    ...problems('malformed_json', 'unauthorized', 'forbidden', 'not_found', 'backwards', 'too_large'),
    ...problems('unsupported_media', 'invalid', 'rate_limited'),
  },
});
