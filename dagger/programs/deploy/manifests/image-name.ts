/* Names of images in manifests. */

/** A reference without tag and digest. It may be a placeholder that is no reference at all. */
export function repositoryOf(reference: string): string {
  const [named = reference] = reference.split('@');
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  return colon < 0 ? named : named.slice(0, colon);
}

/** The last part of a reference's name: `api` of `registry.example/team/api:1.2`. */
export function shortName(reference: string): string {
  const repository = repositoryOf(reference);
  return repository.slice(repository.lastIndexOf('/') + 1).toLowerCase();
}

/** Whether a reference names a tag that moves: `latest`, or none at all. */
export function isMoving(reference: string): boolean {
  if (reference.includes('@')) return false;
  const tag = reference.slice(repositoryOf(reference).length + 1);
  return tag === '' || tag === 'latest';
}
