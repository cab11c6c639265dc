import { decideInstall } from '../install.ts';
import { globally, type PackageManager } from '../manager.ts';
import { npmrcWith } from '../../../project/private-registries.ts';

/** Installs everything, over encrypted connections, whatever the project's `.npmrc` leaves out. */
const complete = [
  ...['--ignore-scripts', '--include=dev', '--include=optional', '--strict-ssl=true'],
  ...['--no-audit', '--no-fund'],
];

/** npm as it is in the image, or at the exact version that the project names. */
export const npm: PackageManager = {
  name: 'npm',
  program: (version) => (/^\d+\.\d+\.\d+/.test(version ?? '') ? [globally('npm', version ?? '')] : []),
  files: ['package.json', 'package-lock.json', '.npmrc', '**/package.json', '**/*.tgz'],
  frozen: ['npm', 'ci', ...complete],
  unlocked: ['npm', 'install', '--no-package-lock', ...complete],
  environment: {},
  credentials: { path: '/root/.npmrc', text: npmrcWith },
  cache: { path: '/root/.npm', volume: 'npm' },
  reads: [],
  runsOwnCode: () => false,
  notes: () => [],
  script: ['npm', 'run'],
  add: 'npm install --save-dev',
  lock: 'npm install --package-lock-only',
  decide: decideInstall,
};
