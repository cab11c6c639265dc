import { Writable } from 'node:stream';

/** A stream, no terminal, that keeps what is written to it. */
export class Collected extends Writable {
  readonly isTTY = false;
  text = '';

  override _write(part: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += part.toString();
    done();
  }
}
