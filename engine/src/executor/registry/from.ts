import { once, type Context } from '../session/context.ts';
import { fromImage, resolveBase } from '../images/images.ts';
import { credentialsFor, endpointOf } from './endpoint.ts';
import type { ContainerValue, ServiceValue } from '../common/values.ts';

/** The credentials for a registry, and the service that it may be. */
export interface PullFrom {
  /** Credentials that the container was given; those of the registry, if any, are used. */
  readonly registryAuth: ContainerValue['registryAuth'];
  /** The registry, where it is a service. */
  readonly registry?: ServiceValue | undefined;
}

/** A container from an image by its reference: pulled, or made from packages where no registry answers. */
export async function fromReference(
  context: Context,
  reference: string,
  { registryAuth, registry }: PullFrom = { registryAuth: [] },
): Promise<ContainerValue> {
  return once(context, `image ${reference}`, async () => {
    const [, repository = reference, version = ''] = /^(.+?)((?::[^:/@]+)?(?:@.+)?)$/.exec(reference) ?? [];
    using endpoint = await endpointOf(context, repository, registry);
    const credentials = credentialsFor(context, registryAuth, repository);
    const { imageId } = await resolveBase(context, `${endpoint.repository}${version}`, credentials);
    return { ...(await fromImage(context, imageId)), reference };
  });
}
