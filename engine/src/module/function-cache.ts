import { z } from 'zod';
import type { RecordStore } from '../store/records.ts';
import type { CachePolicy } from './cache-policy.ts';
import type { Json } from './values.ts';

const recordKind = 'function-result';
const recordShape = z.object({ savedMs: z.number(), value: z.json() });

/** Options of a {@link FunctionCache}. */
export interface FunctionCacheOptions {
  readonly records: RecordStore;
  /** Milliseconds since the Unix epoch; the clock by default. */
  readonly now?: () => number;
}

/** Results of functions by key: some for this session, some across sessions. Failures never come here. */
export class FunctionCache {
  readonly #session = new Map<string, Json>();
  readonly #records: RecordStore;
  readonly #now: () => number;

  constructor({ records, now = Date.now }: FunctionCacheOptions) {
    this.#records = records;
    this.#now = now;
  }

  /** A result that the policy still allows; undefined when there is none. Null is a result. */
  get(key: string, policy: CachePolicy): Json | undefined {
    if (policy.kind === 'never') return undefined;
    const held = this.#session.get(key);
    if (held !== undefined || policy.kind === 'session') return held;
    const record = this.#records.get(recordKind, key, recordShape);
    if (record === undefined) return undefined;
    const ageMs = this.#now() - record.savedMs;
    // A record from the future was written under another clock: it says nothing about its age.
    return ageMs >= 0 && ageMs < policy.durationMs ? record.value : undefined;
  }

  /** Keeps a result as long as the policy says. */
  put(key: string, policy: CachePolicy, value: Json): void {
    if (policy.kind === 'never') return;
    this.#session.set(key, value);
    if (policy.kind === 'for') this.#records.put(recordKind, key, { savedMs: this.#now(), value });
  }

  /** Forgets a result, because something that it names is gone. */
  delete(key: string): void {
    this.#session.delete(key);
    this.#records.delete(recordKind, key);
  }
}
