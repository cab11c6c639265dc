/** An event on the stream of a client. */
export interface FeedEvent {
  readonly event: 'message' | 'message.updated' | 'read' | 'typing' | 'ready' | 'bye';
  readonly data: unknown;
  /** The place to resume from after a break; absent when the client should keep its last id. */
  readonly id?: string;
}

/** How many events may wait for a client. A client with more is disconnected. */
export const maxWaiting = 1000;

/** The queue of events from the hub to one connection. */
export class Feed {
  readonly userId: string;
  /** Messages older than this time, in milliseconds since 1970, are not sent here. */
  since = 0;
  readonly #waiting: FeedEvent[] = [];
  readonly #onEnd: (feed: Feed) => void;
  /** The last seq sent for each conversation, so that no message is sent twice or out of order. */
  readonly #sent = new Map<string, number>();
  /** Events that arrived while missed messages were still being read; they are sent after those. */
  #held: (() => void)[] | undefined = [];
  #wake: (() => void) | undefined;
  #ended = false;
  /** Called when the client was too slow; the listener closes its connection. */
  onOverflow: () => void = () => undefined;

  constructor(userId: string, onEnd: (feed: Feed) => void) {
    this.userId = userId;
    this.#onEnd = onEnd;
  }

  /** Adds an event for the client. */
  push(event: FeedEvent): void {
    if (this.#ended) return;
    if (this.#held) {
      this.#held.push(() => {
        this.push(event);
      });
      return;
    }
    if (this.#waiting.length >= maxWaiting) {
      this.end();
      this.onOverflow();
      return;
    }
    this.#waiting.push(event);
    this.#wake?.();
  }

  /** Adds a message, unless it was sent here before. */
  pushMessage(conversationId: string, seq: number, event: FeedEvent): void {
    if (this.#held) {
      this.#held.push(() => {
        this.pushMessage(conversationId, seq, event);
      });
      return;
    }
    if ((this.#sent.get(conversationId) ?? 0) >= seq) return;
    this.#sent.set(conversationId, seq);
    this.push(event);
  }

  /** Starts sending: first the events that `past` pushes, then those that arrived in the meantime. */
  start(past: () => void): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    past();
    for (const push of held) push();
  }

  /** Ends the stream after the waiting events. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(this);
    this.#wake?.();
  }

  /** The next event; 'idle' when none arrived within `idleMs`, 'end' when the stream has ended. */
  async next(idleMs: number): Promise<FeedEvent | 'idle' | 'end'> {
    if (this.#waiting.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, idleMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    return this.#waiting.shift() ?? (this.#ended ? 'end' : 'idle');
  }
}
