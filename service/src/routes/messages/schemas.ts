import { z } from '@hono/zod-openapi';
import { id, Message, text } from '../../http/schemas.ts';

export const content = text(1, 4000).openapi({ example: 'Hello' });

/** A valid idempotency key (draft 07 of the header) with a length limit. */
export const idempotencyKey = /^[\x20-\x7e]{1,255}$/;

/** Described by hand: with a schema the library reads all headers of each request, which takes a third of a send. */
export const idempotencyHeader = {
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
