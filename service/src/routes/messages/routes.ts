import { createRoute, z } from '@hono/zod-openapi';
import { body, cursor, digits, id, json, limit, Message, problems, text } from '../../http/schemas.ts';

const tags = ['Messages'];
const security = [{ bearer: [] }];

const content = text(1, 4000).openapi({ example: 'Hello' });

/** A valid idempotency key (draft 07 of the header) with a length limit. */
export const idempotencyKey = /^[\x20-\x7e]{1,255}$/;

/** Described by hand: with a schema the library reads all headers of each request, which takes a third of a send. */
const idempotencyHeader = {
  name: 'idempotency-key',
  in: 'header',
  description: 'Makes retries safe for 24 hours: requests with the same key and body store one message.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: idempotencyKey.source },
} as const;

export const Draft = z
  .object({
    content,
    receiver_id: id.optional().openapi({ description: 'The user to write to; not with conversation_id.' }),
    conversation_id: id
      .optional()
      .openapi({ description: 'The conversation to write in; not with receiver_id.' }),
    reply_to_id: id.nullish(),
  })
  .refine((draft) => (draft.receiver_id === undefined) !== (draft.conversation_id === undefined), {
    message: 'exactly one of receiver_id and conversation_id is required',
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
