// What weak-cryptography.yaml must flag. Deliberately wrong code: nothing here is run.
import crypto, { createHash, createHmac, createCipheriv, pbkdf2Sync, scryptSync } from 'node:crypto';

export function store(user: User, password: string) {
  // ruleid: password-hashed-without-work-factor
  user.hash = createHash('sha256').update(password).digest('hex');
  // ruleid: password-hashed-without-work-factor, weak-hash
  user.old = crypto.createHash('md5').update(user.salt + user.password).digest('hex');
  // ruleid: password-hashed-without-work-factor
  user.mac = crypto.createHmac('sha256', user.salt).update(password).digest('hex');
  // ruleid: weak-hash
  user.signature = crypto.createHash('sha1').update(user.body).digest('hex');
}

export function encrypt(key: Buffer, text: string) {
  // ruleid: weak-cipher
  const first = crypto.createCipher('aes192', key);
  // ruleid: weak-cipher
  const second = createCipheriv('des-ede3-cbc', key, crypto.randomBytes(8));
  // ruleid: weak-cipher
  const third = createCipheriv('aes-256-ecb', key, null);
  const iv = Buffer.alloc(16);
  // ruleid: constant-initialization-vector
  const fourth = createCipheriv('aes-256-gcm', key, iv);
  // ruleid: constant-initialization-vector
  const fifth = crypto.createCipheriv('aes-256-cbc', key, Buffer.from('0123456789abcdef'));
  // ruleid: weak-cipher
  const sixth = crypto.publicEncrypt({ key, padding: crypto.constants.RSA_PKCS1_PADDING }, text);
  return [first, second, third, fourth, fifth, sixth];
}

export function derive(password: string, salt: Buffer) {
  // ruleid: weak-key-derivation
  const first = pbkdf2Sync(password, salt, 1000, 32, 'sha256');
  // ruleid: weak-key-derivation
  const second = bcrypt.hashSync(password, 4);
  // ruleid: weak-key-derivation
  const third = scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 });
  // ruleid: weak-key-derivation
  const pair = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
  return [first, second, third, pair];
}

export function verify(key: Buffer, body: string, signature: string): boolean {
  const expected = createHmac('sha256', key).update(body).digest('hex');
  // ruleid: signature-compared-in-variable-time
  return signature === expected;
}
