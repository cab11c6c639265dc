import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { RegistryToken } from '../../project/registry-token.stage.ts';
import type { PackageManager } from './manager.ts';

/** A container in which a manager may ask for private packages, until {@link withoutToken}; as it is without a token. */
export function withToken(
  container: Container,
  manager: PackageManager,
  token: RegistryToken | undefined,
): Container {
  if (token === undefined) return container;
  const { path, text } = manager.credentials;
  const settings = dag.setSecret('npm-credentials', text(token.registries, token.text));
  return token.variables.reduce(
    (one, name) => one.withSecretVariable(name, token.secret),
    container.withMountedSecret(path, settings),
  );
}

/** The container after the installation: what runs in it later, the project's own code among it, sees no token. */
export function withoutToken(
  container: Container,
  manager: PackageManager,
  token: RegistryToken | undefined,
): Container {
  if (token === undefined) return container;
  return token.variables.reduce(
    (one, name) => one.withoutSecretVariable(name),
    container.withoutMount(manager.credentials.path),
  );
}
