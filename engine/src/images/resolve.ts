import { ImageUnavailable } from './errors.ts';
import { lookupName, parseReference } from './reference.ts';
import type { ResolveImage } from './types.ts';

/** Finds an image in the daemon, pulls it, or makes it from packages. See {@link ResolveImage}. */
export const resolveImage: ResolveImage = async (docker, reference) => {
  const localName = lookupName(parseReference(reference));
  const present = (await docker.listImages({ filters: { reference: [localName] } })).at(0);
  if (present !== undefined) {
    return { imageId: present.Id, origin: 'present', reference, localName, notes: [] };
  }
  throw new ImageUnavailable({
    reference,
    code: 'no-recipe',
    reason: 'no recipe makes it',
    next: 'Add a recipe.',
  });
};
