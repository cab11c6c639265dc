import { Transform, type TransformCallback } from 'node:stream';

const mark = Buffer.from('***');

/** Replaces texts in a stream of bytes by `***`, also where one is cut by the pieces that the stream comes in. */
export class ScrubStream extends Transform {
  readonly #hidden: readonly Buffer[];
  readonly #longest: number;
  #held: Buffer = Buffer.alloc(0);

  /** @param hidden What must not show, longest first. */
  constructor(hidden: readonly string[]) {
    super();
    this.#hidden = hidden.map((text) => Buffer.from(text));
    this.#longest = Math.max(0, ...this.#hidden.map((text) => text.length));
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#longest === 0) return done(null, chunk);
    this.#held = this.#replace(Buffer.concat([this.#held, chunk]), this.#longest - 1);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.push(this.#replace(this.#held, 0));
    done();
  }

  /** Pushes what is sure, and answers the rest: of the last `open` bytes something may begin. */
  #replace(bytes: Buffer, open: number): Buffer {
    const sureEnd = bytes.length - open;
    let at = 0;
    for (;;) {
      const found = this.#first(bytes, at);
      if (found === undefined || found.index >= sureEnd) break;
      this.push(bytes.subarray(at, found.index));
      this.push(mark);
      at = found.index + found.length;
    }
    const rest = Math.max(at, sureEnd);
    if (rest > at) this.push(bytes.subarray(at, rest));
    return bytes.subarray(rest);
  }

  #first(bytes: Buffer, from: number): { index: number; length: number } | undefined {
    let first: { index: number; length: number } | undefined;
    for (const text of this.#hidden) {
      const index = bytes.indexOf(text, from);
      if (index >= 0 && (first === undefined || index < first.index)) first = { index, length: text.length };
    }
    return first;
  }
}
