// What json-web-token.yaml must flag. Deliberately wrong code: nothing here is run.
import { decode, jwt as guard, sign, verify } from 'hono/jwt';
import jwt from 'jsonwebtoken';

export async function check(token: string, key: string) {
  // ruleid: jwt-without-algorithms
  const first = jwt.verify(token, key);
  // ruleid: jwt-without-algorithms
  const second = jwt.verify(token, key, { issuer: 'messenger' });
  // ruleid: jwt-without-algorithms
  const third = await verify(token, key);
  // ruleid: jwt-algorithm-none
  const fourth = jwt.verify(token, key, { algorithms: ['HS256', 'none'] });
  // ruleid: jwt-algorithm-none
  const header = { alg: 'none', typ: 'JWT' };
  // ruleid: jwt-decoded-not-verified
  const fifth = jwt.decode(token);
  // ruleid: jwt-decoded-not-verified
  const sixth = decode(token);
  // ruleid: jwt-without-expiry
  const seventh = jwt.verify(token, key, { algorithms: ['HS256'], ignoreExpiration: true });
  // ruleid: jwt-secret-without-algorithms
  const eighth = jwt.verify(token, config.jwt.secret);
  // ruleid: jwt-secret-without-algorithms
  const ninth = jwt.verify(token, process.env['JWT_SECRET'] as string);
  // ruleid: jwt-without-algorithms
  const tenth = jwt.verify(token, publicKey);
  return [first, second, third, fourth, header, fifth, sixth, seventh, eighth, ninth, tenth];
}

export async function issue(id: string, key: string) {
  // ruleid: jwt-without-expiry
  const first = jwt.sign({ sub: id }, key, { algorithm: 'HS256' });
  // ruleid: jwt-without-expiry
  const second = await sign({ sub: id }, key);
  return [first, second];
}
