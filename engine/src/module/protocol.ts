import { z } from 'zod';
import { sdkModule } from './sdk-shapes.ts';

/** The first message to the module's process. */
const start = z.object({
  type: z.literal('start'),
  module: sdkModule,
  /** Absolute paths of the module's code. */
  files: z.array(z.string()),
  /** A tsconfig under which the code loads. */
  tsconfig: z.string(),
});

/** The session that the calls after it belong to. */
const session = z.object({
  type: z.literal('session'),
  port: z.number(),
  token: z.string(),
});

const call = z.object({
  type: z.literal('call'),
  id: z.number(),
  object: z.string(),
  /** Empty for the constructor. */
  function: z.string(),
  state: z.record(z.string(), z.json()),
  arguments: z.record(z.string(), z.json()),
});

/** From the engine to the module's process. */
export const toChild = z.discriminatedUnion('type', [start, session, call]);
export type ToChild = z.infer<typeof toChild>;

/** A stage of the module, as its code names it with a span of `@dagger.io/dagger/telemetry`. */
export const spanMessage = z.object({
  type: z.literal('span'),
  phase: z.enum(['start', 'end']),
  id: z.string(),
  parent: z.string().optional(),
  name: z.string(),
  /** Milliseconds since the Unix epoch. */
  startMs: z.number(),
  /** 0 while it runs. */
  durationMs: z.number(),
  failed: z.boolean(),
  /** Text, number and boolean attributes, as the code set them. */
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type SpanMessage = z.infer<typeof spanMessage>;

/** From the module's process to the engine. */
export const fromChild = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id: z.number(), value: z.json() }),
  z.object({
    type: z.literal('error'),
    id: z.number(),
    message: z.string(),
    extensions: z.record(z.string(), z.unknown()),
    /** Whether the module's code was loaded: a process that could not load it never answers anything else. */
    loaded: z.boolean(),
  }),
  spanMessage,
]);
export type FromChild = z.infer<typeof fromChild>;
