import { healthPathOf, portOf, sourcePath } from './arguments.ts';
import type { Configuration } from './configuration.ts';
import type { ProjectFacts, Said } from './facts/facts.ts';
import { saidBy } from './facts/said.ts';

/**
 * What the arguments and `pipeline.json` say of a project, before its files are asked.
 * @param given empty for the Dockerfile that `pipeline.json` names or that is found
 * @throws UsageError when the argument is wrong
 */
export function saidOf(
  { dockerfile }: { readonly dockerfile: string },
  { found, image: { target, args } }: Pick<Configuration, 'found' | 'image'>,
): Said {
  const named =
    dockerfile === ''
      ? { value: found.dockerfile, from: saidBy('dockerfile') }
      : { value: sourcePath('--dockerfile', dockerfile), from: '--dockerfile' };
  const { value, from } = named;
  return {
    found,
    image: {
      ...(value === undefined ? {} : { dockerfile: { value, from } }),
      ...(target === undefined ? {} : { target }),
      args,
    },
  };
}

/** Path of the Dockerfile, in messages about a project that has none. */
export const defaultDockerfile = 'Dockerfile';

/** Port of a service whose Dockerfile does not EXPOSE one. */
const defaultPort = 8000;

/** Health path of a service whose Dockerfile has no HEALTHCHECK that asks for one. */
const defaultHealthPath = '/health';

/** Where the image of a project is built, and where its service answers. */
export interface ServicePlace {
  /** Path of the Dockerfile in the source; undefined if there is none. */
  readonly dockerfile: string | undefined;
  readonly port: number;
  readonly healthPath: string;
  /** False where nobody said and no file says where the service tells its health, so that the path is a default. */
  readonly isHealthPathKnown: boolean;
}

/**
 * Where the image of a project is built and where it answers: by the arguments, else by what its Dockerfile says, else by
 * the defaults.
 * @param given empty texts and port 0 for what is to be found
 * @throws UsageError when an argument is wrong
 */
export function placeOf(
  given: { readonly dockerfile: string; readonly port: number; readonly healthPath: string },
  facts: Pick<ProjectFacts, 'dockerfile' | 'port' | 'healthPath'>,
): ServicePlace {
  const { dockerfile, port, healthPath } = given;
  return {
    dockerfile: dockerfile === '' ? facts.dockerfile?.value : sourcePath('--dockerfile', dockerfile),
    port: port === 0 ? (facts.port?.value ?? defaultPort) : portOf(port),
    isHealthPathKnown: healthPath !== '' || facts.healthPath !== undefined,
    healthPath: healthPath === '' ? (facts.healthPath?.value ?? defaultHealthPath) : healthPathOf(healthPath),
  };
}
