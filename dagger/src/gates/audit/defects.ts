import { type Defect, depending, type LockEntry } from '../defect.ts';

/** A version with a known vulnerability. */
const vulnerableLodash: LockEntry = {
  version: '4.17.20',
  integrity:
    'sha512-PlhdFcillOINfeV7Ni6oF1TAEayyZBoZ8bcshTHqOYJYlrqzRK5hagpagky5o4HfCzzd1TRkXPMFq6cKk9rGmA==',
  license: 'MIT',
};

/** The version that fixes it. */
const soundLodash: LockEntry = {
  version: '4.17.21',
  integrity:
    'sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg==',
  license: 'MIT',
};

/** Defects that the gate must detect: mistakes of a developer, and attempts to hide one from the gate. */
export const defects: readonly Defect[] = [
  { name: 'a vulnerable dependency', gates: ['audit'], edits: depending('lodash', vulnerableLodash) },
  {
    name: 'a bundle that nobody bundles',
    gates: ['audit'],
    edits: depending('lodash', { version: '4.17.21', inBundle: true, license: 'MIT' }),
  },
  {
    name: 'a script in the lockfile',
    gates: ['audit'],
    edits: depending('lodash', { ...soundLodash, scripts: { postinstall: 'node --version' } }),
  },
  {
    name: 'a package that stands for another one',
    gates: ['audit'],
    edits: depending('underscore', { ...soundLodash, name: 'lodash' }),
  },
  {
    name: 'a dependency that is said to be for development',
    gates: ['audit'],
    edits: depending('lodash', { ...soundLodash, dev: true }),
  },
  {
    name: 'a vulnerable dependency that .npmrc omits',
    gates: ['audit'],
    edits: {
      ...depending('lodash', { ...vulnerableLodash, dev: true }, 'devDependencies'),
      '.npmrc': () => 'omit=dev\n',
    },
  },
];
