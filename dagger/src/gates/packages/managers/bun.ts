import { codeAmong, decideFailure, errorLines, type Errors } from '../failure.ts';
import { globally, type PackageManager } from '../manager.ts';
import { npmrcWith } from '../../../project/private-registries.ts';

const flags = ['--ignore-scripts', '--no-progress', '--cache-dir=/root/.bun/install/cache'];

/** Sentences of Bun, which has no codes. */
const codeOf = codeAmong([
  ['frozen-lockfile', /^lockfile had changes, but lockfile is frozen/],
  ['integrity', /^Integrity check failed|^IntegrityCheckFailed/],
  ['no-version', /^No version matching/],
  ['syntax', /failed to parse '.*package\.json'/],
  ['lockfile-syntax', /failed to parse lockfile/],
  ['workspace', /^Workspace (?:dependency|name|not found)/],
]);

const errors: Errors = {
  tool: 'bun',
  // Bun says after the frozen lockfile, as a note, what changed.
  read: (output) => {
    const change = /^note: (dependencies in package\.json changed.*)$/m.exec(output)?.[1];
    return errorLines(output, /^(?:error|ParserError): (.+)$/, codeOf).map((error) =>
      error.code === 'frozen-lockfile' && change !== undefined
        ? { ...error, said: `${error.said}: ${change}` }
        : error,
    );
  },
  ownFaults: {
    'frozen-lockfile': { fix: 'Run bun install and commit bun.lock.', file: 'bun.lock' },
    'lockfile-syntax': { fix: 'Run bun install and commit bun.lock.', file: 'bun.lock' },
    integrity: {
      fix: 'Find out why before anything is installed: what came is not what was locked.',
      file: 'bun.lock',
    },
    'no-version': { fix: 'Take a version that is published; commit bun.lock.', file: 'package.json' },
    syntax: { fix: 'Fix the syntax of the file.', file: 'package.json' },
    workspace: {
      fix: 'Add the package to the workspaces, or take the dependency on it out.',
      file: 'package.json',
    },
  },
};

/** Bun as a package manager, by npm at the version that the project names. Lint and tests run by Node. */
export const bun: PackageManager = {
  name: 'Bun',
  // The package has Bun's binary in one for each platform, and a script of its own that puts it into place.
  program: (version = '1') => [
    globally('bun', version),
    ['node', '/usr/local/lib/node_modules/bun/install.js'],
  ],
  files: [
    'package.json',
    'bun.lock',
    'bun.lockb',
    'bunfig.toml',
    '.npmrc',
    'patches/**',
    '**/package.json',
    '**/*.tgz',
  ],
  frozen: ['bun', 'install', '--frozen-lockfile', ...flags],
  unlocked: ['bun', 'install', '--no-save', ...flags],
  environment: {},
  credentials: { path: '/root/.npmrc', text: npmrcWith },
  cache: { path: '/root/.bun/install/cache', volume: 'bun' },
  reads: ['bunfig.toml'],
  // A scanner of install.security is a package that Bun loads.
  runsOwnCode: (texts) => /security|scanner|preload|\\/.test(texts['bunfig.toml'] ?? ''),
  notes: () => [],
  script: ['bun', 'run'],
  add: 'bun add --dev',
  lock: 'bun install --lockfile-only',
  decide: (evidence, command) => decideFailure(errors, evidence, command),
};
