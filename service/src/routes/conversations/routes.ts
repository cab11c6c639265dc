import { createRoute, z } from '@hono/zod-openapi';
import { body, cursor, id, json, limit, problems } from '../../http/schemas.ts';
import { bodyErrors, Conversation, ConversationPage, NewConversation } from './schemas.ts';

const tags = ['Conversations'];
const security = [{ bearer: [] }];
const params = z.object({ id });

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
