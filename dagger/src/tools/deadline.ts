/**
 * A command that is ended when its time is over, by coreutils' or BusyBox's `timeout`: it then answers 124, and 137 where it
 * had to be killed ten seconds later.
 * @param seconds that it may take
 */
export function within(seconds: number, command: readonly string[]): string[] {
  return ['timeout', '-k', '10', String(seconds), ...command];
}

/**
 * What a promise brings, or an error when its time is over: for what an engine does without a command of ours.
 * @param seconds that it may take
 * @param late what is said then
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
