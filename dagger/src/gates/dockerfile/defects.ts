import { type Defect, edited } from '../defect.ts';

/** Defects that the gate must detect: mistakes of a developer, and attempts to hide one from the gate. */
export const defects: readonly Defect[] = [
  edited('an ADD that unpacks what it copies', ['dockerfile'], 'Dockerfile', ['COPY src src', 'ADD src src']),
  edited('an ADD that a comment silences', ['dockerfile'], 'Dockerfile', [
    'COPY src src',
    '# hadolint ignore=DL3020\nADD src src',
  ]),
];
