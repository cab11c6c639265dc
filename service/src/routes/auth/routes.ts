import { createRoute, z } from '@hono/zod-openapi';
import { body, json, problems, storable, text, User, textOrNull } from '../../http/schemas.ts';

const tags = ['Accounts'];

const email = z.email().max(254).openapi({ example: 'ada@example.org' });
export const password = text(8, 128).openapi({ example: 'correct horse battery' });
export const displayName = text(1, 100).openapi({ example: 'Ada Lovelace' });

/**
 * Names are seen by others: no space at an end, no control characters. And no @, in any of its widths: one logs in with
 * a name or an address, and nobody's name may be somebody's address. The pattern says of it to clients what an expression
 * can say; the rules themselves are the refinements.
 */
export const username = text(3, 100)
  .refine((name) => !/^\s|\s$|\p{Cc}/u.test(name), 'has a space at an end, or a control character')
  .refine((name) => !name.normalize('NFKC').includes('@'), 'has an @, which is for e-mail addresses')
  .openapi({
    example: 'ada',
    pattern: '^[^\\s@\\uFE6B\\uFF20]([^@\\uFE6B\\uFF20]*[^\\s@\\uFE6B\\uFF20])?$',
    description: 'No @, no space at an end, no control characters.',
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

/** A password that is there already; it is not held to today's rules: whoever has an older one still gets in. */
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
  summary: 'Make an account',
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
  summary: 'Begin a session, with a username or an e-mail address',
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
    200: json(Tokens, 'An access token, and the means to renew it'),
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
  summary: 'Exchange a refresh token for a new pair; using one twice ends the session',
  request: { body: body(RefreshToken) },
  responses: {
    200: json(Tokens, 'A new pair'),
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
    204: { description: 'It is ended, or was before' },
    ...problems('malformed_json', 'too_large', 'unsupported_media', 'invalid', 'rate_limited'),
  },
});
