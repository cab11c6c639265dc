import { setTimeout as delay } from 'node:timers/promises';

/**
 * Looks again and again until something is there.
 *
 * @param look Answers undefined (or throws) as long as it is not.
 * @param withinMs Deadline in milliseconds; 60 000 by default.
 * @throws Error with the last reason when the deadline has passed.
 */
export async function eventually<Result>(
  look: () => Promise<Result | undefined> | Result | undefined,
  withinMs = 60_000,
): Promise<Result> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    let reason: unknown;
    try {
      const result = await look();
      if (result !== undefined) return result;
    } catch (error) {
      reason = error;
    }
    if (Date.now() > deadline) throw new Error(`not so within ${withinMs} ms`, { cause: reason });
    await delay(25);
  }
}
