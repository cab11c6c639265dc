/** A promise that may never be awaited. Its rejection is not reported as unhandled; who awaits it still gets it. */
export function settled<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => undefined);
  return () => promise;
}
