import { z } from 'zod';

/** The shape of a stored content in a record. */
export const blobShape = z.object({ digest: z.string(), sizeBytes: z.number() });

/** The record of a command that ran: the image that it left, and its output. */
export const execShape = z.object({
  image: z.string(),
  exitCode: z.number(),
  stdout: blobShape,
  stderr: blobShape,
});

/** The record of a build. */
export const buildShape = z.object({ image: z.string() });
