/**
 * A value that is made on first use and then kept, also if making it failed, so that all callers get
 * the same result.
 */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
