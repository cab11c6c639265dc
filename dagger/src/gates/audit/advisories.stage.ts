import type { Container } from '@dagger.io/dagger';

import type { Project } from '../../project/project.stage.ts';

/** Port of the service that answers npm's advisory requests in place of the registry, if one is given. */
export const advisoriesPort = 4873;

/** Address of that service in a gate's container. */
export const advisoriesAddress = `http://advisories:${String(advisoriesPort)}`;

/** Binds the service that answers npm's advisory requests in place of the registry, if one is given. */
export function withAdvisories(container: Container, { advisories }: Pick<Project, 'advisories'>): Container {
  return advisories === undefined ? container : container.withServiceBinding('advisories', advisories);
}
