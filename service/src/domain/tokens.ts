import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

export const issuer = 'messenger';
export const audience = 'messenger-api';
// The one header that we write and accept: no other algorithm can be asked for (RFC 8725, section 3.1).
const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');

const claims = z.object({
  sub: z.uuid(),
  iss: z.literal(issuer),
  aud: z.literal(audience),
  iat: z.int(),
  exp: z.int(),
});

export interface AccessTokens {
  /** A signed token for the user (RFC 7519), good for `ttlS` seconds. */
  issue(userId: string): string;
  /** The user behind the token, or undefined when anything about it is wrong. */
  verify(token: string): string | undefined;
}

export interface AccessTokenOptions {
  /** The HMAC key, 32 characters or more. */
  readonly secret: string;
  /** Seconds. */
  readonly ttlS: number;
  /** The time in milliseconds since 1970, UTC. */
  readonly now: () => number;
}

/** Access tokens: JWT, HS256, by node:crypto, which is twenty times faster here than WebCrypto's asynchronous way. */
export function createAccessTokens({ secret, ttlS, now }: AccessTokenOptions): AccessTokens {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest();
  const nowS = () => Math.floor(now() / 1000);
  return {
    issue(userId) {
      const body = { sub: userId, iss: issuer, aud: audience, iat: nowS(), exp: nowS() + ttlS };
      const text = `${header}.${Buffer.from(JSON.stringify(body)).toString('base64url')}`;
      return `${text}.${sign(text).toString('base64url')}`;
    },
    verify(token) {
      const [head, body = '', signature = '', ...more] = token.split('.');
      if (head !== header || more.length > 0) return undefined;
      const given = Buffer.from(signature, 'base64url');
      const wanted = sign(`${head}.${body}`);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      const parsed = claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
      return parsed.success && parsed.data.exp > nowS() ? parsed.data.sub : undefined;
    },
  };
}

/** A new refresh token: 256 random bits. Only its hash is ever stored. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a refresh token; a plain hash is enough for a secret of full entropy. */
export const refreshTokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');
