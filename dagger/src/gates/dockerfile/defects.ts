import { type Defect, edited } from '../defect.ts';

/** What a developer might bring in, and what hides from the gate: it must see each. */
export const defects: readonly Defect[] = [
  edited('an ADD that unpacks what it copies', ['dockerfile'], 'Dockerfile', ['COPY src src', 'ADD src src']),
  edited('an ADD that a comment silences', ['dockerfile'], 'Dockerfile', [
    'COPY src src',
    '# hadolint ignore=DL3020\nADD src src',
  ]),
];
