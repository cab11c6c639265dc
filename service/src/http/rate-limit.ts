import { Refusal } from '../domain/refusal.ts';

/** Requests per minute of one key (a user, a name or an address), by kind. */
const perMinute = {
  /** Any request of a user. */
  request: 3000,
  send: 600,
  typing: 120,
  search: 120,
  /** Password checks for one name, or for one user who is logged in. */
  login: 20,
  /** Requests to /api/auth from one address, where it is known. */
  address: 60,
} as const;

export type LimitKind = keyof typeof perMinute;

export interface RateLimiter {
  /** Counts one request of the key. @throws Refusal rate_limited, with the time to wait */
  take(kind: LimitKind, key: string): void;
}

export interface RateLimitOptions {
  /** Factor on every limit; 0 switches them off. */
  readonly factor: number;
  readonly now: () => number;
}

interface Bucket {
  left: number;
  at: number;
}

/** How many keys are remembered. Those unused for longest are forgotten first: their buckets are the fullest. */
export const maxKeys = 20_000;
/** Keys are forgotten in batches, because finding the first key of a map steps over all keys deleted before it. */
const forgottenAtOnce = 200;

/** Token buckets in memory, with room for one minute and refilled evenly. Each replica counts separately. */
export function createRateLimiter({ factor, now }: RateLimitOptions): RateLimiter {
  const buckets = new Map<string, Bucket>();
  const forgetOldest = () => {
    let more = forgottenAtOnce;
    for (const key of buckets.keys()) {
      buckets.delete(key);
      more -= 1;
      if (more === 0) return;
    }
  };
  /** The bucket of a key, moved to the end of the map, which keeps the order of insertion. */
  const bucketOf = (name: string, full: Bucket): Bucket => {
    const bucket = buckets.get(name) ?? full;
    buckets.delete(name);
    if (buckets.size >= maxKeys) forgetOldest();
    buckets.set(name, bucket);
    return bucket;
  };
  return {
    take(kind, key) {
      if (factor === 0) return;
      const size = Math.max(1, perMinute[kind] * factor);
      const time = now();
      const bucket = bucketOf(`${kind} ${key}`, { left: size, at: time });
      const left = Math.min(size, bucket.left + ((time - bucket.at) * size) / 60_000);
      bucket.at = time;
      bucket.left = left < 1 ? left : left - 1;
      if (left < 1) throw new Refusal('rate_limited', { retryAfterS: ((1 - left) * 60) / size });
    },
  };
}
