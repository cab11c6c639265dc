import { z } from '@hono/zod-openapi';
import { id, Message, text, textOrNull, time } from '../../http/schemas.ts';

const Participant = z
  .object({
    user_id: id,
    username: z.string(),
    display_name: z.string().nullable(),
    avatar_url: z.string().nullable(),
    role: z.enum(['owner', 'member']),
    last_read_seq: z.int(),
    last_delivered_seq: z.int(),
  })
  .openapi('Participant');

export const Conversation = z
  .object({
    id,
    kind: z.enum(['direct', 'group']),
    title: z.string().nullable(),
    created_at: time,
    last_seq: z.int(),
    last_read_seq: z.int(),
    unread: z.int(),
    // A union, because nullable() on a named schema produces an OpenAPI schema that does not allow null.
    last_message: z.union([Message, z.null()]),
    participants: z.array(Participant),
  })
  .openapi('Conversation');

export const ConversationPage = z
  .object({ data: z.array(Conversation), next_cursor: z.string().nullable() })
  .openapi('ConversationPage');

export const title = text(1, 100).openapi({ example: 'Engines' });
export const people = z.array(id).min(1).max(99);

export const NewConversation = z
  .object({
    participant_ids: people.openapi({
      description: 'The other users. One user and no title make a direct conversation.',
    }),
    title: textOrNull(title).optional(),
  })
  .openapi('NewConversation');

/** The problems of every request with a body. */
export const bodyErrors = [
  'malformed_json',
  'unauthorized',
  'too_large',
  'unsupported_media',
  'invalid',
  'rate_limited',
] as const;
