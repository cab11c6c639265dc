import { Refusal } from '../domain/refusal.ts';
import { Feed } from './feed.ts';

/** The open event streams of this process, by user. */
export class Feeds {
  readonly #perUser: number;
  readonly #byUser = new Map<string, Set<Feed>>();

  /** @param perUser how many streams a user may have open */
  constructor(perUser: number) {
    this.#perUser = perUser;
  }

  /** Whether nobody has a stream open. */
  get isEmpty(): boolean {
    return this.#byUser.size === 0;
  }

  /** The users who have a stream open. */
  get users(): readonly string[] {
    return [...this.#byUser.keys()];
  }

  /** Whether the user has a stream open. */
  has(userId: string): boolean {
    return this.#byUser.has(userId);
  }

  /** The streams of a user; none when the user has none open. */
  of(userId: string): Iterable<Feed> {
    return this.#byUser.get(userId) ?? [];
  }

  /** Opens a stream for the user. @throws Refusal rate_limited when the user has too many */
  open(userId: string): Feed {
    const feeds = this.#byUser.get(userId) ?? new Set();
    if (feeds.size >= this.#perUser)
      throw new Refusal('rate_limited', { detail: 'Too many event streams', retryAfterS: 5 });
    const feed = new Feed(userId, (ended) => {
      feeds.delete(ended);
      if (feeds.size === 0) this.#byUser.delete(userId);
    });
    feeds.add(feed);
    this.#byUser.set(userId, feeds);
    return feed;
  }

  /** Ends every stream with `bye`. */
  close(): void {
    for (const feed of [...this.#byUser.values()].flatMap((feeds) => [...feeds])) {
      feed.push({ event: 'bye', data: {} });
      feed.end();
    }
  }
}
