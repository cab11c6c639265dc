/** How many conversations have their last seq remembered. */
const maxKnown = 50_000;

/** The last seq handled for each of the latest conversations; the oldest one is forgotten when there are too many. */
export class LastSeqs {
  readonly #seqs = new Map<string, number>();

  /** The last seq of the conversation; undefined when it is not remembered. */
  get(conversation: string): number | undefined {
    return this.#seqs.get(conversation);
  }

  /** Remembers a seq, and the conversation as the latest one. */
  set(conversation: string, seq: number): void {
    this.#seqs.delete(conversation);
    this.#seqs.set(conversation, seq);
    if (this.#seqs.size <= maxKnown) return;
    for (const oldest of this.#seqs.keys()) {
      this.#seqs.delete(oldest);
      break;
    }
  }

  delete(conversation: string): void {
    this.#seqs.delete(conversation);
  }
}
