/* Whether containers have run for some time: without a probe, one that ends at once is ready until it has ended. */
import type { Pod } from '../kube/types.ts';

/** Milliseconds for which a container must run. */
export const settledMs = 5000;

/** Remembers since when it has seen containers run: the server's clock may be another. */
export class Settling {
  readonly #seen = new Map<string, number>();

  /** The first pod with a container that has not run for long enough, in words; undefined where all have. @param now milliseconds since the epoch */
  waitsFor(pods: readonly Pod[], now: number): string | undefined {
    const young = pods.find((pod) => pod.metadata.deletionTimestamp === undefined && this.#isYoung(pod, now));
    return young === undefined
      ? undefined
      : `${young.metadata.name} to run for ${String(settledMs / 1000)} s without an end`;
  }

  #isYoung({ metadata, status: { containerStatuses = [] } }: Pod, now: number): boolean {
    return containerStatuses.some(({ name = '', state: { running } }) => {
      if (running === undefined) return true;
      const key = `${metadata.name}/${name}/${running.startedAt ?? ''}`;
      const seen = this.#seen.get(key) ?? now;
      this.#seen.set(key, seen);
      const since = Math.min(seen, Date.parse(running.startedAt ?? '') || seen);
      return now - since < settledMs;
    });
  }
}
