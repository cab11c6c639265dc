import type Dockerode from 'dockerode';
import { z } from 'zod';
import { jsonLines } from './buildkit.ts';

const eventSchema = z.object({ error: z.string().optional() });

/**
 * Follows the progress of a pull or an import to its end.
 * @throws Error with the daemon's words when it reports a failure in mid-stream
 */
export async function followPull(stream: NodeJS.ReadableStream): Promise<void> {
  for await (const text of jsonLines(stream)) {
    const { error } = eventSchema.parse(JSON.parse(text));
    if (error !== undefined) throw new Error(error);
  }
}

/** The status that the Docker API answered with, when an error is such an answer. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/**
 * Looks an image up by name.
 * @returns undefined when the daemon does not have it
 */
export async function inspectImage(
  docker: Dockerode,
  name: string,
): Promise<Dockerode.ImageInspectInfo | undefined> {
  try {
    return await docker.getImage(name).inspect();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
