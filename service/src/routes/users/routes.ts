import { createRoute, z } from '@hono/zod-openapi';
import {
  body,
  cursor,
  id,
  json,
  limit,
  problems,
  storable,
  text,
  User,
  textOrNull,
} from '../../http/schemas.ts';
import { displayName, oldPassword, password } from '../auth/routes.ts';

const tags = ['Users'];
const security = [{ bearer: [] }];

const avatarUrl = storable(z.url({ protocol: /^https?$/ }).max(2048)).openapi({
  example: 'https://example.org/ada.png',
});

const Profile = z
  .object({ display_name: textOrNull(displayName).optional(), avatar_url: avatarUrl.nullish() })
  .openapi('Profile');

const profileErrors = problems(
  'malformed_json',
  'unauthorized',
  'too_large',
  'unsupported_media',
  'invalid',
  'rate_limited',
);

export const getMe = createRoute({
  method: 'get',
  path: '/users/me',
  tags,
  security,
  summary: 'Get your account',
  responses: {
    200: json(User, 'The user, with the e-mail address'),
    ...problems('unauthorized', 'rate_limited'),
  },
});

export const putMe = createRoute({
  method: 'put',
  path: '/users/me',
  tags,
  security,
  summary: 'Replace your profile; omitted fields are cleared',
  request: { body: body(Profile) },
  responses: { 200: json(User, 'The changed user'), ...profileErrors },
});

export const patchMe = createRoute({
  method: 'patch',
  path: '/users/me',
  tags,
  security,
  summary: 'Change your profile; omitted fields stay',
  request: { body: body(Profile) },
  responses: { 200: json(User, 'The changed user'), ...profileErrors },
});

export const deleteMe = createRoute({
  method: 'delete',
  path: '/users/me',
  tags,
  security,
  summary: 'Delete your account; receivers keep your messages',
  request: { body: body(z.object({ current_password: oldPassword })) },
  responses: {
    204: { description: 'The account is deleted' },
    ...problems(
      'malformed_json',
      'unauthorized',
      'bad_credentials',
      'too_large',
      'unsupported_media',
      'invalid',
    ),
    ...problems('rate_limited'),
  },
});

export const putPassword = createRoute({
  method: 'put',
  path: '/users/me/password',
  tags,
  security,
  summary: 'Change your password; every session ends',
  request: {
    body: body(z.object({ current_password: oldPassword, new_password: password })),
  },
  responses: {
    204: { description: 'The password is changed' },
    ...problems(
      'malformed_json',
      'unauthorized',
      'bad_credentials',
      'too_large',
      'unsupported_media',
      'invalid',
    ),
    ...problems('rate_limited'),
  },
});

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
