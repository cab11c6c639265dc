import type { Container } from '@dagger.io/dagger';

import type { Project } from '../../project/project.stage.ts';
import type { Decision } from '../../verdict/model.ts';
import { serviceFault, startable, withServices } from '../needs/services.stage.ts';

/** The two starts of an image. */
const uses = ['served', 'supervised'] as const;

/**
 * An image with the variables and services that `pipeline.json` names. Each start has services of its own: two of one image
 * would both prepare the same database at the same time.
 */
export function withNeeds(
  { configuration: { env, services } }: Project,
  built: Container,
  use: (typeof uses)[number],
): Container {
  const container = Object.entries(env).reduce(
    (one, [name, value]) => one.withEnvVariable(name, value),
    built,
  );
  return withServices(container, { services, use });
}

/**
 * The decision if one of the services does not start; undefined if all do, so that the image is the reason.
 * @param said why the image could not be started
 */
export function needsFault(
  { configuration: { services } }: Project,
  said: string,
): Promise<Decision | undefined> {
  const started = uses.flatMap((use) => startable({ services, use }));
  return serviceFault(started, said);
}
