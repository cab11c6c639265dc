import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAccessTokens, maxRemembered } from '../src/domain/tokens.ts';
import { createWorld, secret, shapes } from './world.ts';

const valid = { username: 'ada', email: 'ada@example.org', password: 'correct horse' };
const post = { method: 'POST' } as const;

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return shapes.Problem.parse(await response.json());
}

describe('register', () => {
  it('answers 201 with the user and their e-mail address, never with a hash', async () => {
    const { call } = createWorld();
    const response = await call('/api/auth/register', { ...post, body: valid });
    expect(response.status).toBe(201);
    const user: unknown = await response.json();
    expect(user).toMatchObject({ username: 'ada', email: 'ada@example.org', display_name: null });
    expect(Object.keys(user as object)).not.toContain('password_hash');
  });

  it.each([
    ['the same name', { ...valid, email: 'other@example.org' }, 'username_taken'],
    [
      'the same name in capitals',
      { ...valid, username: 'ADA', email: 'other@example.org' },
      'username_taken',
    ],
    ['the same address in capitals', { ...valid, username: 'bob', email: 'ADA@example.org' }, 'email_taken'],
  ])('refuses %s', async (_, body, code) => {
    const { call } = createWorld();
    await call('/api/auth/register', { ...post, body: valid });
    const response = await call('/api/auth/register', { ...post, body });
    expect(response.status).toBe(409);
    expect((await problemOf(response)).code).toBe(code);
  });

  it('accepts only one of two concurrent registrations of a name', async () => {
    const { call } = createWorld();
    const tries = Array.from({ length: 5 }, () => call('/api/auth/register', { ...post, body: valid }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 409, 409, 409, 409]);
  });

  it.each([
    ['a short name', { username: 'ab' }, '/username'],
    ['a name with a trailing space', { username: 'ada ' }, '/username'],
    ['a long name', { username: 'a'.repeat(101) }, '/username'],
    ['a short password', { password: '1234567' }, '/password'],
    ['a long password', { password: 'a'.repeat(129) }, '/password'],
    ['no address', { email: 'ada' }, '/email'],
    ['a number for a name', { username: 12345 }, '/username'],
    ['a name with NUL', { username: 'ad\0a' }, '/username'],
    ['an unpaired surrogate', { display_name: 'a\ud800' }, '/display_name'],
  ])('names %s as invalid', async (_, change, pointer) => {
    const { call } = createWorld();
    const response = await call('/api/auth/register', { ...post, body: { ...valid, ...change } });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors.map((error) => error.pointer)).toContain(pointer);
  });
});

describe('login', () => {
  it.each([
    ['the name as JSON', { body: { username: 'ada', password: 'correct horse' } }],
    ['the address as JSON', { body: { username: 'Ada@example.org', password: 'correct horse' } }],
    [
      'a form',
      {
        body: 'username=ada&password=correct+horse',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ],
  ])('accepts %s', async (_, request) => {
    const { call } = createWorld();
    await call('/api/auth/register', { ...post, body: valid });
    const response = await call('/api/auth/login', { ...post, ...request });
    expect(response.status).toBe(200);
    expect(shapes.Tokens.parse(await response.json()).token_type).toBe('bearer');
  });

  it.each([
    ['a wrong password', { username: 'ada', password: 'wrong horse' }, 401],
    ['an unknown name', { username: 'eve', password: 'correct horse' }, 401],
    ['no password', { username: 'ada' }, 422],
  ])('refuses %s', async (_, body, status) => {
    const { call } = createWorld();
    await call('/api/auth/register', { ...post, body: valid });
    expect((await call('/api/auth/login', { ...post, body })).status).toBe(status);
  });

  it('refuses a body that is neither JSON nor a form', async () => {
    const { call } = createWorld();
    const request = { ...post, body: '<a/>', headers: { 'content-type': 'text/xml' } };
    expect((await call('/api/auth/login', request)).status).toBe(415);
  });
});

describe('refresh tokens', () => {
  async function session() {
    const world = createWorld();
    await world.call('/api/auth/register', { ...post, body: valid });
    const body = { username: 'ada', password: 'correct horse' };
    const response = await world.call('/api/auth/login', { ...post, body });
    const { refresh_token } = shapes.Tokens.parse(await response.json());
    const refresh = (token: string) =>
      world.call('/api/auth/refresh', { ...post, body: { refresh_token: token } });
    return { ...world, refresh_token, refresh };
  }

  it('are replaced at each use, and using one twice ends the session', async () => {
    const { refresh, refresh_token } = await session();
    const first = await refresh(refresh_token);
    expect(first.status).toBe(200);
    const second = shapes.Tokens.parse(await first.json()).refresh_token;
    expect(second).not.toBe(refresh_token);
    expect((await refresh(refresh_token)).status).toBe(401);
    expect((await refresh(second)).status).toBe(401);
  });

  it('end with logout, which may be repeated', async () => {
    const { call, refresh, refresh_token } = await session();
    for (let time = 0; time < 2; time += 1)
      expect((await call('/api/auth/logout', { ...post, body: { refresh_token } })).status).toBe(204);
    expect((await refresh(refresh_token)).status).toBe(401);
  });
});

describe('access tokens', () => {
  const userId = '0192f7a1-5b7c-7cc3-98a1-2f4b6d8e0a13';
  const tokens = createAccessTokens({ secret, ttlS: 60, now: () => 1_000_000 });
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const headOf = (alg: string) => ({ alg, typ: 'JWT' });
  const good = tokens.issue(userId);
  const [head = '', claims = '', signature = ''] = good.split('.');

  it('name their user until they expire', () => {
    expect(tokens.verify(good)).toBe(userId);
    const later = createAccessTokens({ secret, ttlS: 60, now: () => 1_060_000 });
    expect(later.verify(good)).toBeUndefined();
  });

  it('expire even when they are remembered, and are recognised only by their whole text', () => {
    const clock = { ms: 1_000_000 };
    const remembering = createAccessTokens({ secret, ttlS: 60, now: () => clock.ms });
    for (let time = 0; time < 2; time += 1) expect(remembering.verify(good)).toBe(userId);
    expect(remembering.verify(good.slice(0, -2))).toBeUndefined();
    clock.ms += 60_000;
    for (let time = 0; time < 2; time += 1) expect(remembering.verify(good)).toBeUndefined();
  });

  it('stay valid when more tokens are used than are remembered', () => {
    const many = createAccessTokens({ secret, ttlS: 60, now: () => 1_000_000 });
    expect(many.verify(good)).toBe(userId);
    for (let index = 0; index <= maxRemembered; index += 1) {
      const id = `0192f7a1-5b7c-7cc3-98a1-${String(index).padStart(12, '0')}`;
      expect(many.verify(many.issue(id))).toBe(id);
    }
    expect(many.verify(good)).toBe(userId);
  });

  it.each([
    ['alg none', `${encode(headOf('none'))}.${claims}.`],
    ['another algorithm', `${encode(headOf('HS512'))}.${claims}.${signature}`],
    ['a swapped payload', `${head}.${encode({ sub: userId, exp: 9e9 })}.${signature}`],
    ['a cut signature', good.slice(0, -2)],
    ['no signature', `${head}.${claims}.`],
    ['a part too many', `${good}.x`],
    ['nothing', ''],
    ['another key', createAccessTokens({ secret: 'b'.repeat(32), ttlS: 60, now: () => 1e6 }).issue(userId)],
    ['a subject that is no user id', tokens.issue('ada')],
  ])('with %s are refused', (_, token) => {
    expect(tokens.verify(token)).toBeUndefined();
  });

  /** A token with a valid signature and any content. */
  const signed = (over: object) => {
    const said = { sub: userId, iss: 'messenger', aud: 'messenger-api', iat: 1000, exp: 2000, ...over };
    const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(said)}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };

  it.each([
    ['as we sign them', {}, userId],
    ['of another issuer', { iss: 'somebody else' }, undefined],
    ['without an issuer', { iss: undefined }, undefined],
    ['for another audience', { aud: 'another-api' }, undefined],
    ['for several audiences', { aud: ['messenger-api', 'another-api'] }, undefined],
    ['without an audience', { aud: undefined }, undefined],
    ['without an expiry', { exp: undefined }, undefined],
    ['with a text as expiry', { exp: '2000' }, undefined],
    ['that have expired', { exp: 1000 }, undefined],
    ['without a user', { sub: undefined }, undefined],
  ])('%s are judged by their claims, even with a valid signature', (_, over, user) => {
    expect(tokens.verify(signed(over))).toBe(user);
  });

  it.each(['', 'Basic abc', 'Bearer', 'Bearer x.y.z'])('are required: "%s" is 401', async (authorization) => {
    const { call } = createWorld();
    const response = await call('/api/messages', { ...post, body: {}, headers: { authorization } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
  });
});
