import { type Defect, edited } from '../defect.ts';

/** Defects that the gate must detect: mistakes of a developer, and attempts to hide one from the gate. */
export const defects: readonly Defect[] = [
  edited('a Dockerfile that does not build', ['image'], 'Dockerfile', ['COPY src src', 'COPY sources src']),
  edited('a build step that fails with words of a network', ['image'], 'Dockerfile', [
    'USER 65532',
    `RUN ["/nodejs/bin/node", "-e", "console.error('connect ECONNREFUSED'); process.exit(1)"]\nUSER 65532`,
  ]),
];
