import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { ImageSource } from '../project/project.stage.ts';
import { once } from '../tools/once.ts';
import { pinnedImage } from './address.ts';
import { commitTimeOf, createdLabel } from './labels.ts';
import type { RegistryAccess } from './registry.stage.ts';

/**
 * A published image, by its digest.
 * @param access the connection to its registry; by default by its own name, without credentials
 * @throws UsageError when the image is not named by a digest
 */
export function publishedImage(image: string, access: Partial<RegistryAccess> = {}): Container {
  const { address, reference } = pinnedImage(image);
  const { registry, username = '', password } = access;
  const empty = dag.container();
  // A workflow without credentials gives an empty password: a name is what says that there are some.
  const known =
    password === undefined || username === '' ? empty : empty.withRegistryAuth(address, username, password);
  return known.from(reference, registry === undefined ? {} : { registryService: registry });
}

/** A published image, as the image of a run. */
export function publishedFrom(image: string, access: Partial<RegistryAccess> = {}): ImageSource {
  const container = publishedImage(image, access);
  return {
    kind: 'published',
    get: once(async () => {
      const committedAt = commitTimeOf(await container.label(createdLabel));
      return {
        container,
        archive: container.asTarball(),
        ...(committedAt === undefined ? {} : { committedAt }),
      };
    }),
  };
}
