/* Waits for things, each with a deadline of its own. */
import { setTimeout as pause } from 'node:timers/promises';

import { say, StepError } from './command.ts';

/** One look: the value, or the reason to look again. */
export type PollResult<T> = { readonly value: T } | { readonly waitingFor: string };

/** The end of a wait: the value, or what was waited for when the time ran out. */
export type WaitResult<T> =
  | { readonly value: T; readonly waitedFor?: undefined }
  | { readonly value?: undefined; readonly waitedFor: string };

/** Looks again and again until there is a value. */
export async function poll<T>(
  look: () => Promise<PollResult<T>> | PollResult<T>,
  { seconds, everyMs = 500 }: { readonly seconds: number; readonly everyMs?: number },
): Promise<WaitResult<T>> {
  const deadline = Date.now() + seconds * 1000;
  for (let told = ''; ;) {
    const seen = await look();
    if ('value' in seen) return { value: seen.value };
    if (seen.waitingFor !== told) say(`waiting for ${seen.waitingFor}`);
    told = seen.waitingFor;
    if (Date.now() > deadline) return { waitedFor: told };
    await pause(everyMs);
  }
}

/** The same for what must come. @throws StepError with `rule` when the time ran out */
export async function pollOrFail<T>(
  look: () => Promise<PollResult<T>> | PollResult<T>,
  { seconds, rule }: { readonly seconds: number; readonly rule: string },
): Promise<T> {
  const waited = await poll(look, { seconds });
  if (waited.waitedFor === undefined) return waited.value;
  throw new StepError(`waited ${String(seconds)} s for ${waited.waitedFor}`, { rule });
}
