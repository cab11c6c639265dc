/** What a stream of events carries to its client. */
export interface FeedEvent {
  readonly event: 'message' | 'message.updated' | 'read' | 'typing' | 'ready' | 'bye';
  readonly data: unknown;
  /** Where to go on after a break; absent where the client's last one stays good. */
  readonly id?: string;
}

/** Events that wait for a reader; one that lets more than this pile up is dropped. */
export const maxWaiting = 1000;

/** The events of one stream, from the hub to one connection. */
export class Feed {
  readonly userId: string;
  /** Messages from before this time (ms) are not for this stream. */
  since = 0;
  readonly #waiting: FeedEvent[] = [];
  readonly #onEnd: (feed: Feed) => void;
  /** The last number of each conversation that went out here: nothing goes out twice or backwards. */
  readonly #sent = new Map<string, number>();
  /** What came while the past was still being read: it goes out after it. */
  #held: (() => void)[] | undefined = [];
  #wake: (() => void) | undefined;
  #ended = false;
  /** Called when the reader was too slow; its connection has to be cut. */
  onOverflow: () => void = () => undefined;

  constructor(userId: string, onEnd: (feed: Feed) => void) {
    this.userId = userId;
    this.#onEnd = onEnd;
  }

  /** Adds an event for the reader. */
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

  /** Adds a message, unless it went out here before. */
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

  /** Lets events out: first what `past` pushes, then what came meanwhile. */
  start(past: () => void): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    past();
    for (const push of held) push();
  }

  /** Ends the stream after what waits. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(this);
    this.#wake?.();
  }

  /** The next event; 'idle' when none came for `idleMs`, 'end' when none will. */
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
