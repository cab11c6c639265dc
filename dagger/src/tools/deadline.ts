/**
 * A command under a deadline, by coreutils' or BusyBox's `timeout`: it ends with 124 if the time ran out, with 137 if it
 * had to be killed ten seconds later.
 * @param seconds that it may take
 */
export function within(seconds: number, command: readonly string[]): string[] {
  return ['timeout', '-k', '10', String(seconds), ...command];
}

/**
 * The value of a promise, or an error if it takes too long: for work of the engine, which `timeout` cannot end.
 * @param seconds that it may take
 * @param late the error's message
 */
export async function withTimeout<T>(seconds: number, work: Promise<T>, late: string): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(late));
  }, seconds * 1000);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
