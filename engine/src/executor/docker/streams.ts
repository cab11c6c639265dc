import { PassThrough, pipeline, type Readable } from 'node:stream';

/**
 * An answer of Docker as a stream that ends as the answer does: a connection that breaks is an error of it, and when its
 * reader stops, Docker is told. A plain `pipe` does neither, and both would wait for ever.
 */
export function readableAnswer(answer: NodeJS.ReadableStream): Readable {
  const through = new PassThrough();
  // What goes wrong shows in `through`.
  pipeline(answer, through, () => undefined);
  return through;
}
