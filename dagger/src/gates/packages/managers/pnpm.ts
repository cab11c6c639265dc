import { decideFailure, type Errors, type InstallError } from '../failure.ts';
import { globally, type PackageManager } from '../manager.ts';
import { npmrcWith } from '../../../project/private-registries.ts';

/** The version where the project names none: it reads the lockfiles of pnpm 9 and later. */
const usual = '10';

/**
 * Settings that outweigh those of the project (`.npmrc`, pnpm-workspace.yaml): everything is installed over encrypted
 * connections, by this program and no other version, and nothing asks a question. What is copied out of the store cannot
 * change it.
 */
const flags = [
  ...['--ignore-scripts', '--prod=false', '--reporter=append-only', '--store-dir=/root/.pnpm-store'],
  ...['strict-ssl=true', 'optional=true', 'package-import-method=copy', 'confirm-modules-purge=false'].map(
    config,
  ),
  ...['manage-package-manager-versions=false', 'pm-on-fail=ignore', 'package-manager-strict=false'].map(
    config,
  ),
];

function config(setting: string): string {
  return `--config.${setting}`;
}

const relock = { fix: 'Run pnpm install and commit pnpm-lock.yaml.', file: 'pnpm-lock.yaml' };

/** pnpm's codes for a project that cannot be installed in its present state (pnpm.io/errors). */
const errors: Errors = {
  tool: 'pnpm',
  read: readErrors,
  ownFaults: {
    ERR_PNPM_OUTDATED_LOCKFILE: relock,
    ERR_PNPM_LOCKFILE_CONFIG_MISMATCH: relock,
    ERR_PNPM_BROKEN_LOCKFILE: relock,
    ERR_PNPM_LOCKFILE_MISSING_DEPENDENCY: relock,
    ERR_PNPM_LOCKFILE_BREAKING_CHANGE: {
      ...relock,
      fix: 'Name the pnpm that writes this lockfile as packageManager in package.json, or run pnpm install and commit pnpm-lock.yaml.',
    },
    ERR_PNPM_TARBALL_INTEGRITY: {
      ...relock,
      fix: 'Find out why before anything is installed: what came is not what was locked.',
    },
    ERR_PNPM_NO_MATCHING_VERSION: {
      fix: 'Take a version that is published; commit pnpm-lock.yaml.',
      file: 'package.json',
    },
    ERR_PNPM_PEER_DEP_ISSUES: {
      fix: 'Run pnpm install and solve what it says of peer dependencies; commit pnpm-lock.yaml.',
      file: 'package.json',
    },
    ERR_PNPM_WORKSPACE_PKG_NOT_FOUND: {
      fix: 'Add the package to the workspace, or take the dependency on it out.',
      file: 'package.json',
    },
    ERR_PNPM_JSON_PARSE: { fix: 'Fix the syntax of the file.', file: 'package.json' },
  },
};

/**
 * pnpm writes ` CODE  sentence` with thin spaces, pnpm 11 `[CODE] sentence`; from version 12 on `Error: CODE` with
 * sentences below it, wrapped beside a rule.
 */
function readErrors(output: string): InstallError[] {
  const text = output.replaceAll(/[^\S\n]/g, ' ');
  const [, code, sentence = wrapped(text)] = header.exec(text) ?? [];
  if (code !== undefined) {
    const said = sentence.replace(/(?:\.| Failure reason:.*)$/, '');
    const changes = driftOf(text);
    return [{ code, said: changes.length === 0 ? said : `${said}: ${changes.slice(0, 3).join(', ')}` }];
  }
  const said = /^ ?\[?ERROR\]? +(\S.*)$/m.exec(text)?.[1] ?? wrapped(text);
  const isManifest = /package\.json|parsing an object/.test(said) && /JSON|parsing/.test(said);
  return said === '' ? [] : [{ code: isManifest ? 'ERR_PNPM_JSON_PARSE' : '', said }];
}

const header = /^(?:Error: | *\[?)(ERR_PNPM_[A-Z0-9_]+|E(?!RROR)[A-Z]{4,})\]?(?: +(\S.*))?$/m;

/** What the lockfile and package.json do not agree on. */
function driftOf(text: string): string[] {
  const changed = [...text.matchAll(/^ *- (\S+ \(lockfile: .*\))$/gm)];
  const others = [...text.matchAll(/^ *\* \d+ dependenc(?:y|ies) \w+ ((?:added|removed): .*)$/gm)];
  return [...changed, ...others].map(([, one = '']) => one);
}

/** The last of the sentences that pnpm 12 writes below an error, which is its cause. */
function wrapped(output: string): string {
  const lines = output.split('\n');
  const start = lines.findLastIndex((line) => /^ *╰─▶ /.test(line));
  if (start === -1) return '';
  const rest = lines.slice(start);
  const end = rest.findIndex((line, index) => index > 0 && (line.trim() === '' || /^ *help: /.test(line)));
  return rest
    .slice(0, end === -1 ? rest.length : end)
    .map((line) => line.replace(/^ *╰─▶ /, '').trim())
    .join(' ');
}

/** pnpm, by npm at the version that the project names. */
export const pnpm: PackageManager = {
  name: 'pnpm',
  program: (version = usual) => [globally('pnpm', version)],
  files: [
    ...['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', '.pnpmfile.cjs', '.pnpmfile.mjs'],
    ...['patches/**', '**/package.json', '**/*.tgz', '**/*.patch'],
  ],
  frozen: ['pnpm', 'install', '--frozen-lockfile', ...flags],
  unlocked: ['pnpm', 'install', '--no-frozen-lockfile', '--config.lockfile=false', ...flags],
  environment: {},
  credentials: { path: '/root/.npmrc', text: npmrcWith },
  cache: { path: '/root/.pnpm-store', volume: 'pnpm' },
  reads: ['.pnpmfile.cjs', '.pnpmfile.mjs', 'pnpm-workspace.yaml', '.npmrc', 'package.json'],
  // A pnpmfile, under any name, and configuration that is a package; text with escapes could say either.
  runsOwnCode: (texts) =>
    '.pnpmfile.cjs' in texts ||
    '.pnpmfile.mjs' in texts ||
    /pnpmfile|\\/i.test(texts['.npmrc'] ?? '') ||
    /pnpmfile|configDependencies|\\/i.test(texts['pnpm-workspace.yaml'] ?? '') ||
    /pnpmfile|configDependencies|\\u/i.test(texts['package.json'] ?? ''),
  notes: () => [],
  script: ['pnpm', '--config.verify-deps-before-run=false', 'run'],
  add: 'pnpm add --save-dev',
  lock: 'pnpm install --lockfile-only',
  decide: (evidence, command) => decideFailure(errors, evidence, command),
};
