import { createRoute, z } from '@hono/zod-openapi';
import { body, json, problems, storable, textOrNull, User } from '../../http/schemas.ts';
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
