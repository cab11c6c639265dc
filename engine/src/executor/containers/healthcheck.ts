import { z } from 'zod';
import type { RunConfig } from '../common/values.ts';

/** The health check in an image's configuration (Docker Engine API, HealthConfig): NONE, CMD and words, CMD-SHELL and a command. */
const healthcheckShape = z.object({ Test: z.array(z.string()).nullish() }).nullish();

/** The health check of an image. */
export interface Healthcheck {
  readonly args: readonly string[];
  /** Whether the arguments are one command for a shell. */
  readonly shell: boolean;
}

/** The HEALTHCHECK of a container's image; null where it has none, or takes back that of its base. */
export function healthcheckOf({ inherited }: RunConfig): Healthcheck | null {
  const [kind = 'NONE', ...args] = healthcheckShape.parse(inherited.Healthcheck)?.Test ?? [];
  return kind === 'NONE' ? null : { args, shell: kind === 'CMD-SHELL' };
}
