import type { Secret, Service } from '@dagger.io/dagger';

import { signingsOf } from '../publish/attest.stage.ts';
import type { PublishRequest } from '../publish/publication.stage.ts';
import type { RegistryAccess } from '../registry/registry.stage.ts';

/** The registry of a call, as `with-registry` was given it. */
export interface RegistryArguments {
  /** Empty where no registry was given. */
  readonly address: string;
  readonly username: string;
  readonly password?: Secret;
  readonly signingKey?: Secret;
  readonly signingPassword?: Secret;
  readonly idTokenUrl: string;
  readonly idTokenRequestToken?: Secret;
  readonly registry?: Service;
}

/** How the registry is reached. */
export function accessOf({ registry, username, password }: RegistryArguments): RegistryAccess {
  return { registry, username, password };
}

/** A publication to the registry; undefined where none was given. */
export function publicationTo(
  given: RegistryArguments,
  run: Pick<PublishRequest, 'version' | 'platforms' | 'builder' | 'invocation'>,
): PublishRequest | undefined {
  const { address, signingKey, signingPassword, idTokenUrl, idTokenRequestToken } = given;
  if (address === '') return undefined;
  const signings = signingsOf({ signingKey, signingPassword, idTokenUrl, idTokenRequestToken });
  return { ...run, address, access: accessOf(given), signings };
}
