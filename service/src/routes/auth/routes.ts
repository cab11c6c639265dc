import { createRoute, z } from '@hono/zod-openapi';
import { body, json, problems, storable, text, User, textOrNull } from '../../http/schemas.ts';

const tags = ['Accounts'];

const email = z.email().max(254).openapi({ example: 'ada@example.org' });
export const password = text(8, 128).openapi({ example: 'correct horse battery' });
export const displayName = text(1, 100).openapi({ example: 'Ada Lovelace' });

/**
 * A username: no leading or trailing space and no control characters, because others see it. No @ of any width, because
 * users log in by name or e-mail address, and no name may be another user's address. The refinements are the rules; the
 * pattern tells clients as much of them as a regular expression can.
 */
export const username = text(3, 100)
  .refine(
    (name) => !/^\s|\s$|\p{Cc}/u.test(name),
    'must not begin or end with a space or contain control characters',
  )
  .refine((name) => !name.normalize('NFKC').includes('@'), 'must not contain @, as e-mail addresses do')
  .openapi({
    example: 'ada',
    pattern: '^[^\\s@\\uFE6B\\uFF20]([^@\\uFE6B\\uFF20]*[^\\s@\\uFE6B\\uFF20])?$',
    description: 'No @, no leading or trailing space, no control characters.',
  });

export const Registration = z
  .object({ email, username, password, display_name: textOrNull(displayName).optional() })
  .openapi('Registration');

export const Tokens = z
  .object({
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int().openapi({ description: 'Seconds.', example: 900 }),
  })
  .openapi('Tokens');

/** An existing password. Today's rules do not apply, so that users with an older password can still log in. */
export const oldPassword = storable(z.string().min(1).max(128));

const Credentials = z
  .object({ username: storable(z.string().min(1).max(254)), password: oldPassword })
  .openapi('Credentials', { example: { username: 'ada', password: 'correct horse battery' } });

const RefreshToken = z
  .object({ refresh_token: storable(z.string().min(1).max(200)) })
  .openapi('RefreshToken');

export const register = createRoute({
  method: 'post',
  path: '/auth/register',
  tags,
  summary: 'Create an account',
  request: { body: body(Registration) },
  responses: {
    201: json(User, 'The new user'),
    ...problems('malformed_json', 'username_taken', 'email_taken', 'too_large', 'unsupported_media'),
    ...problems('invalid', 'rate_limited'),
  },
});

export const login = createRoute({
  method: 'post',
  path: '/auth/login',
  tags,
  summary: 'Log in with a username or an e-mail address',
  request: {
    body: {
      content: {
        'application/json': { schema: Credentials },
        'application/x-www-form-urlencoded': { schema: Credentials },
      },
      required: true,
    },
  },
  responses: {
    200: json(Tokens, 'An access token and a refresh token'),
    ...problems(
      'malformed_json',
      'bad_credentials',
      'too_large',
      'unsupported_media',
      'invalid',
      'rate_limited',
    ),
  },
});

export const refresh = createRoute({
  method: 'post',
  path: '/auth/refresh',
  tags,
  summary: 'Exchange a refresh token for new tokens; using one twice ends the session',
  request: { body: body(RefreshToken) },
  responses: {
    200: json(Tokens, 'New tokens'),
    ...problems(
      'malformed_json',
      'bad_refresh_token',
      'too_large',
      'unsupported_media',
      'invalid',
      'rate_limited',
    ),
  },
});

export const logout = createRoute({
  method: 'post',
  path: '/auth/logout',
  tags,
  summary: 'End the session of a refresh token',
  request: { body: body(RefreshToken) },
  responses: {
    204: { description: 'The session has ended, now or before' },
    ...problems('malformed_json', 'too_large', 'unsupported_media', 'invalid', 'rate_limited'),
  },
});
