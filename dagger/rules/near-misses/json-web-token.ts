// What json-web-token.yaml must leave alone.
import { jwt as guard, sign, verify } from 'hono/jwt';
import jwt from 'jsonwebtoken';

export async function check(token: string, key: string) {
  // ok: jwt-without-algorithms
  const first = jwt.verify(token, key, { algorithms: ['HS256'], issuer: 'messenger' });
  // ok: jwt-without-algorithms
  const second = await verify(token, key, 'HS256');
  // ok: jwt-algorithm-none
  const display = { alg: 'HS256', display: 'none' };
  // ok: jwt-decoded-not-verified
  const third = new TextDecoder().decode(bytes);
  // ok: jwt-without-algorithms
  const fourth = signer.verify(token, key);
  // ok: jwt-without-algorithms
  const fifth = jwt.verify(token, publicKey, { algorithms: ['RS256'] });
  // ok: jwt-secret-without-algorithms
  const sixth = jwt.verify(token, config.jwt.secret, { algorithms: ['HS256'] });
  return [first, second, display, third, fourth, fifth, sixth];
}

export async function issue(id: string, key: string) {
  // ok: jwt-without-expiry
  const first = jwt.sign({ sub: id }, key, { algorithm: 'HS256', expiresIn: '15m' });
  // ok: jwt-without-expiry
  const second = await sign({ sub: id, exp: inMinutes(15) }, key);
  // ok: jwt-without-expiry
  const third = crypto.sign({ dsaEncoding: 'der' }, key);
  return [first, second, third];
}
