import { ImageUnavailable } from './errors.ts';
import { findRecipe } from './recipes.ts';
import { parseReference } from './reference.ts';
import type { ImageOrigin, ResolvedImage, ResolveImageOptions } from './types.ts';

/** The outcome for one image: where it came from, or why it is unavailable. */
export type Prefetched =
  | { readonly reference: string; readonly status: ImageOrigin }
  | { readonly reference: string; readonly status: 'not-had'; readonly error: unknown };

/** Finds, pulls or makes one image: `resolveImage` with its daemon. */
export type ResolveOne = (
  reference: string,
  options: Pick<ResolveImageOptions, 'report' | 'signal'>,
) => Promise<Pick<ResolvedImage, 'origin'>>;

/** Options of {@link prefetchImages}. */
export interface PrefetchOptions {
  /** The number of images at the same time, at least one. Default: 3, since making one mostly waits for the network and the disk. */
  readonly atOnce?: number;
  /** Takes a line of progress, and one for each image that cannot be had. Default: nothing is reported. */
  readonly report?: (line: string) => void;
  /** Stops what is under way, and begins nothing more. */
  readonly signal?: AbortSignal;
}

/**
 * Has several images side by side before anybody asks for them. Those that take minutes are compiled, which keeps every core
 * busy: they are had one after the other, the longest first, and the others beside them in the order given.
 * @param references each is had once, however often it is named
 * @returns what became of each, in the order given; one that cannot be had keeps no other from being had
 */
export async function prefetchImages(
  references: readonly string[],
  resolve: ResolveOne,
  { atOnce = 3, report = () => undefined, signal }: PrefetchOptions = {},
): Promise<Prefetched[]> {
  const wanted = [...new Set(references)];
  const had = new Map<string, Prefetched>();
  const [long, short] = [wanted.filter(isLong), wanted.filter((reference) => !isLong(reference))];
  // One queue of each kind: whoever is free takes the next one of it.
  const queues = {
    long: long.toSorted((one, other) => minutesOf(other) - minutesOf(one)).values(),
    short: short.values(),
  };
  const work = async (queue: Iterable<string>): Promise<void> => {
    for (const reference of queue) {
      had.set(reference, await prefetchOne(reference, resolve, { report, ...(signal && { signal }) }));
    }
  };
  const beside = Array.from({ length: atOnce - 1 }, () => work(queues.short));
  await Promise.all([work(queues.long).then(() => work(queues.short)), ...beside]);
  return wanted.flatMap((reference) => had.get(reference) ?? []);
}

async function prefetchOne(
  reference: string,
  resolve: ResolveOne,
  options: { readonly report: (line: string) => void; readonly signal?: AbortSignal },
): Promise<Prefetched> {
  try {
    options.signal?.throwIfAborted();
    return { reference, status: (await resolve(reference, options)).origin };
  } catch (error) {
    // What was stopped is no news to whoever stopped it.
    if (!options.signal?.aborted) options.report(messageOf(error, reference));
    return { reference, status: 'not-had', error };
  }
}

/** An image's own error begins with its name. */
function messageOf(error: unknown, reference: string): string {
  if (error instanceof ImageUnavailable) return error.message;
  return `${reference}: ${error instanceof Error ? error.message : String(error)}`;
}

const isLong = (reference: string): boolean => minutesOf(reference) > 0;

/** About how long making it takes; 0 where that is not worth telling, or nothing makes it. */
function minutesOf(reference: string): number {
  try {
    return findRecipe(parseReference(reference))?.minutes ?? 0;
  } catch (error) {
    // Whoever resolves it tells that it is no reference.
    if (error instanceof ImageUnavailable) return 0;
    throw error;
  }
}
