import { createRoute, z } from '@hono/zod-openapi';
import { body, id, json, problems, textOrNull } from '../../http/schemas.ts';
import { bodyErrors, Conversation, people, title } from './schemas.ts';

const tags = ['Conversations'];
const security = [{ bearer: [] }];
const params = z.object({ id });

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
