import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal.ts';

/** The cost of a password's hash; the defaults are OWASP's for scrypt (Password Storage Cheat Sheet). */
export interface PasswordCost {
  /** log2 of scrypt's N. @default 14 */
  readonly logN?: number;
  /** Hashes computed at the same time; each takes 16 MB and a thread of the pool. @default 2 */
  readonly parallel?: number;
  /** Requests that may wait for a hash; further ones are refused. @default 200 */
  readonly waiting?: number;
}

export interface Passwords {
  /** The hash to store, with its own parameters and salt. */
  hash(password: string): Promise<string>;
  /** Whether the password matches the hash. Without a hash it is false, after the same time. */
  verify(password: string, stored: string | undefined): Promise<boolean>;
}

const r = 8;
const p = 5;
const keyBytes = 32;

function derive(password: string, salt: Buffer, logN: number): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r + 1e6 };
  return new Promise((resolve, reject) => {
    // NFKC, so that a password typed on another keyboard still matches (RFC 8265, section 4.2).
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** Runs at most `parallel` tasks at a time, in order of arrival. @throws Refusal unavailable when too many wait */
function createTaskLimiter(parallel: number, waiting: number): <T>(task: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= parallel) {
      if (queue.length >= waiting) throw new Refusal('unavailable', { retryAfterS: 5 });
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running += 1;
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/** Password hashing by scrypt (RFC 7914) off the main thread. */
export function createPasswords({ logN = 14, parallel = 2, waiting = 200 }: PasswordCost = {}): Passwords {
  const limit = createTaskLimiter(parallel, waiting);
  return {
    hash: (password) =>
      limit(async () => {
        const salt = randomBytes(16);
        const key = await derive(password, salt, logN);
        return `scrypt$${String(logN)}$${salt.toString('base64url')}$${key.toString('base64url')}`;
      }),
    verify: (password, stored) =>
      limit(async () => {
        const [, cost = '', salt = '', key = ''] = stored?.split('$') ?? [];
        const given = await derive(password, Buffer.from(salt, 'base64url'), Number(cost) || logN);
        const wanted = Buffer.from(key, 'base64url');
        return wanted.length === given.length && timingSafeEqual(wanted, given);
      }),
  };
}
