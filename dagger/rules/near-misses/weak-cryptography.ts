// What weak-cryptography.yaml must leave alone.
import crypto, { createHash, createHmac, createCipheriv, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';

export function respond(body: string) {
  // ok: weak-hash
  const etag = createHash('md5').update(body).digest('base64url');
  // ok: weak-hash
  const cacheKey = crypto.createHash('sha1').update(body).digest('hex');
  // ok: weak-hash
  const digest = createHash('sha256').update(body).digest('hex');
  return { etag, cacheKey, digest };
}

// ok: password-hashed-without-work-factor
export const tokenHash = (token: string) => createHash('sha256').update(token).digest('hex');
// ok: weak-hash
export const totp = (key: Buffer, counter: Buffer) => createHmac('sha1', key).update(counter).digest();

export function encrypt(key: Buffer, password: string, salt: Buffer) {
  const iv = randomBytes(12);
  // ok: weak-cipher, constant-initialization-vector
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  // ok: weak-key-derivation
  const first = pbkdf2Sync(password, salt, 600_000, 32, 'sha256');
  // ok: weak-key-derivation
  const second = bcrypt.hashSync(password, 12);
  // ok: weak-key-derivation
  const third = scryptSync(password, salt, 32, { N: 16384, r: 8, p: 5 });
  // ok: weak-key-derivation
  const pair = crypto.generateKeyPairSync('rsa', { modulusLength: 3072 });
  return [cipher, first, second, third, pair];
}

export function decrypt(key: Buffer, sealed: Buffer) {
  // ok: constant-initialization-vector
  return crypto.createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
}

export function verify(key: Buffer, body: string, signature: Buffer): boolean {
  const expected = createHmac('sha256', key).update(body).digest();
  // ok: signature-compared-in-variable-time
  return signature.length === expected.length && crypto.timingSafeEqual(signature, expected);
}

// ok: weak-cipher
export const stored = (db: Database, id: string) => createCipher(db, { id });
