/**
 * A command that is ended when its time is over, by coreutils' or BusyBox's `timeout`: it then answers 124, and 137 where it
 * had to be killed ten seconds later.
 * @param seconds that it may take
 */
export function within(seconds: number, command: readonly string[]): string[] {
  return ['timeout', '-k', '10', String(seconds), ...command];
}
