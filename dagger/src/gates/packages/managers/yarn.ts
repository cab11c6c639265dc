import { decideFailure, type Errors, type InstallError } from '../failure.ts';
import { globally, type PackageManager } from '../manager.ts';
import { yarnrcWith } from '../../../project/private-registries.ts';

const relock = { fix: 'Run yarn install and commit yarn.lock.', file: 'yarn.lock' };

/** Yarn's codes for a project that cannot be installed in its present state (yarnpkg.com/advanced/error-codes). */
const errors: Errors = {
  tool: 'yarn',
  read: readErrors,
  ownFaults: {
    YN0018: {
      fix: 'Find out why before anything is installed: what came is not what was locked.',
      file: 'yarn.lock',
    },
    YN0028: relock,
    YN0016: { fix: 'Take a version that is published; commit yarn.lock.', file: 'package.json' },
    YN0082: { fix: 'Take a version that is published; commit yarn.lock.', file: 'package.json' },
    YN0057: { fix: 'Fix the names of the workspaces in package.json.', file: 'package.json' },
    syntax: { fix: 'Fix the syntax of the file.', file: 'package.json' },
    'lockfile-syntax': {
      fix: 'Solve the conflict or run yarn install, and commit yarn.lock.',
      file: 'yarn.lock',
    },
  },
};

/** Codes of lines that tell of progress and of warnings. */
const told = [
  ...['YN0000', 'YN0002', 'YN0004', 'YN0005', 'YN0007', 'YN0008', 'YN0013', 'YN0019'],
  ...['YN0031', 'YN0032', 'YN0060', 'YN0085', 'YN0086', 'YN0088', 'YN0092'],
];

/** Yarn writes `➤ CODE: │ sentence`; of a changed lockfile the lines that differ, then the sentence. */
function readErrors(output: string): InstallError[] {
  const lines = [...output.matchAll(/^➤ (YN\d{4}): (?:[│┌└·] ?)?(\S.*)$/gm)].map(
    ([, code = '', said = '']) => ({
      code,
      said,
    }),
  );
  const changed = lines.flatMap(({ said }) => /^[-+]"?([^"\s]+@[^"]+?)"?:$/.exec(said)?.[1] ?? []);
  const isDifference = ({ code, said }: InstallError): boolean => code === 'YN0028' && /^[-+]/.test(said);
  const failed = lines.filter((line) => !told.includes(line.code) && !isDifference(line));
  if (failed.length > 0) return failed.map((error) => withChanges(error, [...new Set(changed)]));
  const said = /^(?:Usage|Internal|Syntax) Error: (.+)$/m.exec(output)?.[1];
  if (said !== undefined) return [{ code: said.includes('package.json') ? 'syntax' : '', said }];
  const yaml = /^YAMLException: (.+)$/m.exec(output)?.[1];
  return yaml === undefined ? [] : [{ code: 'lockfile-syntax', said: `yarn.lock: ${yaml}` }];
}

/** The sentence about a changed lockfile, with the entries that differ. */
function withChanges(error: InstallError, changed: readonly string[]): InstallError {
  if (error.code !== 'YN0028' || changed.length === 0) return error;
  return { ...error, said: `${error.said} What differs: ${changed.slice(0, 3).join(', ')}` };
}

/** Yarn 2 and later, by npm at the version that the project names; with node_modules, which lint and tests need. */
export const yarn: PackageManager = {
  name: 'Yarn',
  program: (version = '4') => [globally('@yarnpkg/cli-dist', version)],
  files: [
    ...[
      'package.json',
      'yarn.lock',
      '.yarnrc.yml',
      '.yarn/patches/**',
      '.yarn/plugins/**',
      '.yarn/releases/**',
    ],
    ...['**/package.json', '**/*.tgz', '**/*.patch'],
  ],
  frozen: ['yarn', 'install', '--immutable'],
  // Yarn cannot do without its lockfile while it installs.
  unlocked: ['sh', '-c', 'yarn install --no-immutable && rm yarn.lock'],
  environment: {
    // A program in the source (yarnPath) is passed over: the one from npm runs, at the same version.
    YARN_IGNORE_PATH: '1',
    YARN_ENABLE_SCRIPTS: 'false',
    YARN_ENABLE_STRICT_SSL: 'true',
    YARN_NODE_LINKER: 'node-modules',
    YARN_ENABLE_GLOBAL_CACHE: 'true',
    YARN_GLOBAL_FOLDER: '/root/.yarn/berry',
    YARN_INSTALL_STATE_PATH: '/tmp/install-state.gz',
    YARN_ENABLE_TELEMETRY: 'false',
    YARN_ENABLE_COLORS: 'false',
    YARN_ENABLE_HYPERLINKS: 'false',
    YARN_ENABLE_PROGRESS_BARS: 'false',
  },
  credentials: { path: '/root/.yarnrc.yml', text: yarnrcWith },
  cache: { path: '/root/.yarn/berry', volume: 'yarn' },
  reads: ['.yarnrc.yml', 'yarn.lock'],
  // Plugins, and packages that Yarn prepares by their own scripts: from git, from an address, or by `exec:`.
  runsOwnCode: (texts) =>
    /plugins|\\/.test(texts['.yarnrc.yml'] ?? '') || /exec:|commit=|:\/\/|\\/.test(texts['yarn.lock'] ?? ''),
  notes: (texts) =>
    /^nodeLinker: *["']?node-modules["']?/m.test(texts['.yarnrc.yml'] ?? '')
      ? []
      : [
          ".yarnrc.yml does not say nodeLinker: node-modules (Yarn's own choice is Plug'n'Play): packages are installed into node_modules here",
        ],
  // Yarn looks for what it installed, and by the same settings.
  script: [
    ...[
      'env',
      'YARN_IGNORE_PATH=1',
      'YARN_NODE_LINKER=node-modules',
      'YARN_INSTALL_STATE_PATH=/tmp/install-state.gz',
    ],
    ...['yarn', 'run'],
  ],
  add: 'yarn add --dev',
  lock: 'yarn install --mode=update-lockfile',
  decide: (evidence, command) => decideFailure(errors, evidence, command),
};
