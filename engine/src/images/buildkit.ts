import protobuf from 'protobufjs';
import { z } from 'zod';

/**
 * The part of BuildKit's progress that is read. Numbers are those of its control.proto.
 * The client library decodes the same message, but hands command output on as base64.
 */
const { root } = protobuf.parse(`syntax = "proto3";
  message Status { repeated Vertex vertexes = 1; repeated Log logs = 3; }
  message Vertex { string digest = 1; string name = 3; bool cached = 4; Time started = 5; Time completed = 6; string error = 7; }
  message Log { string vertex = 1; bytes msg = 4; }
  message Time { int64 seconds = 1; }`);
const statusType = root.lookupType('Status');

const statusSchema = z.object({
  vertexes: z.array(
    z.object({ name: z.string(), started: z.unknown().optional(), completed: z.unknown().optional() }),
  ),
  logs: z.array(z.object({ msg: z.instanceof(Uint8Array) })),
});

const lineSchema = z.object({
  id: z.string().optional(),
  aux: z.unknown().optional(),
  error: z.string().optional(),
  stream: z.string().optional(),
});

const imageIdSchema = z.object({ ID: z.string() });

/** The lines that a progress message holds: steps that start, and what commands printed. */
function statusLines(aux: unknown): string[] {
  const message = statusType.decode(Buffer.from(z.string().parse(aux), 'base64'));
  const { vertexes, logs } = statusSchema.parse(
    statusType.toObject(message, { arrays: true, longs: String }),
  );
  const steps = vertexes.filter(({ started, completed }) => started && !completed).map(({ name }) => name);
  const output = logs.flatMap(({ msg }) =>
    Buffer.from(msg)
      .toString()
      .split(/[\r\n]+/),
  );
  return [...steps, ...output].filter((line) => line.trim() !== '');
}

/** A build that failed: BuildKit's reason, and the last lines that it printed. */
export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
  /** The end of the build's output, at most 40 lines. */
  readonly tail: readonly string[];

  constructor(message: string, tail: readonly string[]) {
    super(message);
    this.tail = tail;
  }
}

const tailLength = 40;

/**
 * Follows the answer of `POST /build?version=2` to its end.
 * @param stream the answer, as `Dockerode.buildImage` gives it
 * @param onLine takes each step's name and each line that its command printed
 * @returns the id of the image
 * @throws {BuildFailed} when a step failed, or the answer ended with no image
 */
export async function followBuild(
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void = () => undefined,
): Promise<string> {
  const tail: string[] = [];
  let imageId: string | undefined;
  const take = (line: string) => {
    tail.push(line);
    if (tail.length > tailLength) tail.shift();
    onLine(line);
  };
  for await (const text of jsonLines(stream)) {
    const { id, aux, error } = lineSchema.parse(JSON.parse(text));
    if (error !== undefined) throw new BuildFailed(error, tail);
    if (id === 'moby.buildkit.trace' && aux !== undefined) statusLines(aux).forEach(take);
    if (id === 'moby.image.id') imageId = imageIdSchema.parse(aux).ID;
  }
  if (imageId === undefined) throw new BuildFailed('the build ended with no image', tail);
  return imageId;
}

/** Splits a stream of bytes into its lines of JSON. */
export async function* jsonLines(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}
