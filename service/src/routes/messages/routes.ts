import { createRoute, z } from '@hono/zod-openapi';
import { body, cursor, digits, id, json, limit, Message, problems, text } from '../../http/schemas.ts';

const tags = ['Messages'];
const security = [{ bearer: [] }];

export const Draft = z
  .object({
    content: text(1, 4000).openapi({ example: 'Hello' }),
    receiver_id: id.optional().openapi({ description: 'The person to write to; or' }),
    conversation_id: id.optional().openapi({ description: 'the conversation to write in: one of the two.' }),
    reply_to_id: id.nullish(),
  })
  .refine((draft) => (draft.receiver_id === undefined) !== (draft.conversation_id === undefined), {
    message: 'exactly one of receiver_id and conversation_id is needed',
  })
  .openapi('Draft');

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
    ...problems('bad_cursor', 'unauthorized', 'not_found', 'invalid', 'rate_limited'),
  },
});
