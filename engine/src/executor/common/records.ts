import { z } from 'zod';

/** How a stored content is named in a record. */
export const blobShape = z.object({ digest: z.string(), sizeBytes: z.number() });

/** What is kept of a command that ran: the image that it left, and its output. */
export const execShape = z.object({
  image: z.string(),
  exitCode: z.number(),
  stdout: blobShape,
  stderr: blobShape,
});

/** What is kept of a build. */
export const buildShape = z.object({ image: z.string() });
