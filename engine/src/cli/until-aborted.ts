/** The work's result, or the reason of the signal as soon as that is aborted. */
export async function untilAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const listener = (): void => aborted.reject(signal.reason as Error);
  signal.addEventListener('abort', listener, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', listener);
  }
}
