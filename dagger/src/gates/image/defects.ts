import { type Defect, edited } from '../defect.ts';

/** What a developer might bring in, and what hides from the gate: it must see each. */
export const defects: readonly Defect[] = [
  edited('a Dockerfile that does not build', ['image'], 'Dockerfile', ['COPY src src', 'COPY sources src']),
  edited('a build step that fails with words of a network', ['image'], 'Dockerfile', [
    'USER 65532',
    `RUN ["/nodejs/bin/node", "-e", "console.error('connect ECONNREFUSED'); process.exit(1)"]\nUSER 65532`,
  ]),
];
