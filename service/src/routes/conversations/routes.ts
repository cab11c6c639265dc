import { createRoute, z } from '@hono/zod-openapi';
import {
  body,
  cursor,
  id,
  json,
  limit,
  Message,
  problems,
  text,
  time,
  textOrNull,
} from '../../http/schemas.ts';

const tags = ['Conversations'];
const security = [{ bearer: [] }];
const params = z.object({ id });

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

const Conversation = z
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

const ConversationPage = z
  .object({ data: z.array(Conversation), next_cursor: z.string().nullable() })
  .openapi('ConversationPage');

const title = text(1, 100).openapi({ example: 'Engines' });
const people = z.array(id).min(1).max(99);

const NewConversation = z
  .object({
    participant_ids: people.openapi({
      description: 'The other users. One user and no title make a direct conversation.',
    }),
    title: textOrNull(title).optional(),
  })
  .openapi('NewConversation');

const bodyErrors = [
  'malformed_json',
  'unauthorized',
  'too_large',
  'unsupported_media',
  'invalid',
  'rate_limited',
] as const;

export const create = createRoute({
  method: 'post',
  path: '/conversations',
  tags,
  security,
  summary: 'Start a conversation',
  request: { body: body(NewConversation) },
  responses: {
    201: json(Conversation, 'The new conversation'),
    200: json(Conversation, 'The existing direct conversation'),
    ...problems(...bodyErrors, 'blocked', 'not_found', 'conflict'),
  },
});

export const rename = createRoute({
  method: 'patch',
  path: '/conversations/{id}',
  tags,
  security,
  summary: 'Rename a group',
  request: { params, body: body(z.object({ title: textOrNull(title) })) },
  responses: {
    200: json(Conversation, 'The changed conversation'),
    ...problems(...bodyErrors, 'forbidden', 'not_found', 'direct_conversation'),
  },
});

export const join = createRoute({
  method: 'post',
  path: '/conversations/{id}/participants',
  tags,
  security,
  summary: 'Add members to a group',
  request: { params, body: body(z.object({ participant_ids: people })) },
  responses: {
    201: json(Conversation, 'The changed conversation'),
    ...problems(...bodyErrors, 'forbidden', 'blocked', 'not_found', 'conflict', 'direct_conversation'),
  },
});

export const leave = createRoute({
  method: 'delete',
  path: '/conversations/{id}/participants/{user_id}',
  tags,
  security,
  summary: 'Remove a member from a group, or leave it',
  request: { params: z.object({ id, user_id: id }) },
  responses: {
    204: { description: 'The user is no longer a member' },
    ...problems('unauthorized', 'forbidden', 'not_found', 'direct_conversation', 'invalid', 'rate_limited'),
  },
});

const listErrors = problems(
  'bad_cursor',
  'unauthorized',
  'forbidden',
  'not_found',
  'invalid',
  'rate_limited',
);

export const list = createRoute({
  method: 'get',
  path: '/conversations',
  tags,
  security,
  summary: 'List your conversations, latest activity first',
  request: { query: z.object({ limit, cursor }) },
  responses: { 200: json(ConversationPage, 'A page'), ...listErrors },
});

export const listOfUser = createRoute({
  method: 'get',
  path: '/conversations/user/{user_id}',
  tags,
  security,
  summary: 'List your conversations, for old clients',
  request: { params: z.object({ user_id: id }), query: z.object({ limit, cursor }) },
  responses: { 200: json(ConversationPage, 'A page'), ...listErrors },
});

export const get = createRoute({
  method: 'get',
  path: '/conversations/{id}',
  tags,
  security,
  summary: 'Get a conversation',
  request: { params },
  responses: {
    200: json(Conversation, 'The conversation'),
    ...problems('unauthorized', 'not_found', 'invalid', 'rate_limited'),
  },
});

export const typing = createRoute({
  method: 'post',
  path: '/conversations/{id}/typing',
  tags,
  security,
  summary: 'Tell the other members that you are typing',
  request: { params },
  responses: {
    202: { description: 'The others are told' },
    ...problems('unauthorized', 'blocked', 'not_found', 'invalid', 'rate_limited'),
  },
});
