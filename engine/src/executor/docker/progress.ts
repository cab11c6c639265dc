import type Dockerode from 'dockerode';
import { z } from 'zod';

const eventShape = z.looseObject({ error: z.string().optional() });

/** One event of a work that Docker reports on while it does it. */
export type ProgressEvent = z.infer<typeof eventShape>;

/**
 * Follows such a work to its end.
 *
 * @returns All events.
 * @throws Error with Docker's reason; it stands in an event, since the answer began as a success.
 */
export async function followProgress(
  { modem }: Dockerode,
  stream: NodeJS.ReadableStream,
): Promise<readonly ProgressEvent[]> {
  const raw = await new Promise<unknown>((resolve, reject) => {
    modem.followProgress(stream, (error: Error | null, output: unknown) => {
      if (error) reject(error);
      else resolve(output);
    });
  });
  const events = z.array(eventShape).parse(raw);
  const failed = events.find(({ error }) => error !== undefined);
  if (failed?.error !== undefined) throw new Error(failed.error);
  return events;
}
