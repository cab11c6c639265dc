import type { Subject } from '../project/selection.ts';

/** For gates of the image: a project without a Dockerfile has none. */
export function withoutDockerfile({ dockerfile }: Pick<Subject, 'dockerfile'>): string | undefined {
  return dockerfile === undefined ? 'no Dockerfile' : undefined;
}
