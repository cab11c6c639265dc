/** Starts waiting for a promise that nobody may ever ask for: its failure is told to whoever does ask. */
export function settled<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => undefined);
  return () => promise;
}
