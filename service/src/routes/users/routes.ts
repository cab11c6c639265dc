import { createRoute, z } from '@hono/zod-openapi';
import { cursor, id, json, limit, problems, text, User } from '../../http/schemas.ts';

const tags = ['Users'];
const security = [{ bearer: [] }];

export const getUser = createRoute({
  method: 'get',
  path: '/users/{id}',
  tags,
  security,
  summary: 'Get a user',
  request: { params: z.object({ id }) },
  responses: {
    200: json(User, 'The user'),
    ...problems('unauthorized', 'not_found', 'invalid', 'rate_limited'),
  },
});

export const findUsers = createRoute({
  method: 'get',
  path: '/users',
  tags,
  security,
  summary: 'Find users whose name begins with a text',
  request: { query: z.object({ query: text(1, 100), limit, cursor }) },
  responses: {
    200: json(
      z.object({ data: z.array(User), next_cursor: z.string().nullable() }).openapi('UserPage'),
      'A page, ordered by name',
    ),
    ...problems('bad_cursor', 'unauthorized', 'invalid', 'rate_limited'),
  },
});

const blockPath = {
  path: '/users/me/blocks/{id}',
  tags,
  security,
  request: { params: z.object({ id }) },
} as const;

export const putBlock = createRoute({
  ...blockPath,
  method: 'put',
  summary: 'Block a user, so that neither can write to the other',
  responses: {
    204: { description: 'The user is blocked' },
    ...problems('unauthorized', 'not_found', 'invalid', 'rate_limited'),
  },
});

export const deleteBlock = createRoute({
  ...blockPath,
  method: 'delete',
  summary: 'Remove a block',
  responses: {
    204: { description: 'The user is no longer blocked' },
    ...problems('unauthorized', 'not_found', 'invalid', 'rate_limited'),
  },
});
