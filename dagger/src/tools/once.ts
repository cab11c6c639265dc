/**
 * A value that is made when it is first asked for, and then kept: also where making it failed, so that all who ask get
 * the same answer.
 */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
