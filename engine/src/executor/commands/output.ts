import { PassThrough, type Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import type Dockerode from 'dockerode';
import type { Blob } from '../../store/content.ts';
import type { Context } from '../session/context.ts';

/** The output of a command while it is collected. */
export interface Capture {
  /** Resolves when the command has closed both streams; rejects when its output cannot be stored. */
  readonly done: Promise<{ stdout: Blob; stderr: Blob }>;
}

/**
 * Attaches to a container that was not started yet, so that nothing of its output is missed. Secrets are scrubbed
 * before anything is stored.
 *
 * @param stdin Text for its standard input, which is closed after it.
 */
export async function capture(
  context: Context,
  handle: Dockerode.Container,
  stdin?: string,
): Promise<Capture> {
  const stream = await handle.attach({
    stream: true,
    stdout: true,
    stderr: true,
    stdin: stdin !== undefined,
    hijack: stdin !== undefined,
  });
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const { modem } = await context.docker();
  modem.demuxStream(stream, stdout, stderr);
  const end = (): void => {
    stdout.end();
    stderr.end();
  };
  stream.once('end', end).once('close', end).once('error', end);
  if (stdin !== undefined) stream.end(stdin);
  const done = Promise.all([keep(context, stdout), keep(context, stderr)]).then(([out, err]) => ({
    stdout: out,
    stderr: err,
  }));
  // Read on when it cannot be stored: Docker lets no command end whose output nobody takes.
  done.catch(() => {
    stdout.resume();
    stderr.resume();
  });
  return { done };
}

async function keep(context: Context, stream: Readable): Promise<Blob> {
  const clean = stream.pipe(context.secrets.scrubStream());
  if (!context.traced) return context.content.putStream(clean);
  const lines = createInterface({ input: clean.pipe(new PassThrough()) });
  lines.on('line', (line) => context.trace(line));
  return context.content.putStream(clean.pipe(new PassThrough()));
}
