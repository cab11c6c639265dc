import { codeAmong, decideFailure, errorLines, type Errors } from '../failure.ts';
import { globally, type PackageManager } from '../manager.ts';
import { classicNpmrcWith } from '../../../project/private-registries.ts';

const flags = [
  ...['--ignore-scripts', '--production=false', '--non-interactive', '--no-progress'],
  '--cache-folder=/root/.cache/yarn',
];

/** Sentences of Yarn 1, which has no codes (its sources, src/reporters/lang/en.js). */
const codeOf = codeAmong([
  ['frozen-lockfile', /^Your lockfile needs to be updated/],
  ['integrity', /Integrity check failed for|^Integrity checks? failed/],
  ['no-version', /^Couldn't find any versions for/],
  ['syntax', /^SyntaxError: .*(?:package\.json|yarn\.lock)|^An unexpected error occurred: ".*Unknown token/],
  ['merge-conflict', /Merge conflict/i],
]);

const errors: Errors = {
  tool: 'yarn',
  read: (output) => errorLines(output, /^error (?:Error: )?(.+)$/, codeOf),
  ownFaults: {
    'frozen-lockfile': { fix: 'Run yarn install and commit yarn.lock.', file: 'yarn.lock' },
    integrity: {
      fix: 'Find out why before anything is installed: what came is not what was locked.',
      file: 'yarn.lock',
    },
    'no-version': { fix: 'Take a version that is published; commit yarn.lock.', file: 'package.json' },
    syntax: { fix: 'Fix the syntax of the file.', file: 'package.json' },
    'merge-conflict': {
      fix: 'Solve the conflict, run yarn install and commit yarn.lock.',
      file: 'yarn.lock',
    },
  },
};

/** Yarn 1, by npm at the version that the project names. */
export const yarnClassic: PackageManager = {
  name: 'Yarn 1',
  program: (version = '1') => [globally('yarn', version)],
  files: ['package.json', 'yarn.lock', '.npmrc', '.yarnrc', '**/package.json', '**/*.tgz'],
  frozen: ['yarn', 'install', '--frozen-lockfile', ...flags],
  unlocked: ['yarn', 'install', '--no-lockfile', ...flags],
  // A program in the source (yarn-path) is passed over: the one from npm runs.
  environment: { YARN_IGNORE_PATH: '1', YARN_STRICT_SSL: 'true' },
  credentials: { path: '/root/.npmrc', text: classicNpmrcWith },
  cache: { path: '/root/.cache/yarn', volume: 'yarn-1' },
  reads: [],
  runsOwnCode: () => false,
  notes: () => [],
  script: ['env', 'YARN_IGNORE_PATH=1', 'yarn', 'run'],
  add: 'yarn add --dev',
  lock: 'yarn install --ignore-scripts',
  decide: (evidence, command) => decideFailure(errors, evidence, command),
};
