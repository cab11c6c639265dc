import type { Client, Container } from '@dagger.io/dagger';
import { base } from './session.ts';

/**
 * Stages of a Dockerfile, the last of which has a shell, two programs and what these need: 4 MB, for tests that have
 * a whole image saved, loaded or pushed.
 */
export const smallStages = `
FROM ${base} AS programs
RUN mkdir /small && cp -L --parents /bin/sh /bin/cat /bin/sleep $(ldd /bin/sh /bin/cat /bin/sleep | grep -o '/[^ ):]*') /small
FROM scratch AS small
COPY --from=programs /small /
ENV PATH=/bin
`;

/** A container with a shell, `cat` and `sleep`, and nothing else. */
export function small(client: Client): Container {
  return client.directory().withNewFile('Dockerfile', smallStages).dockerBuild();
}
