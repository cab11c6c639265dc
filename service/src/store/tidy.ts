import { forgetKeys } from './send.ts';
import { forgetTokens, tokensAtOnce } from './sessions.ts';
import type { Store } from './store.ts';

/** Deletes expired idempotency keys and refresh tokens. */
export async function tidy(store: Store, now: number): Promise<void> {
  await store.write(() => forgetKeys(now));
  while ((await store.write(() => forgetTokens(now))) === tokensAtOnce);
}
