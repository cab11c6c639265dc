import { type Fact, fact } from './fact.ts';
import type { ManagerName } from './manager-signs.ts';
import type { Sources } from './sources.ts';
import { yamlText } from './yaml-lines.ts';

/** A lockfile and the manager that writes it. */
export interface Lockfile {
  readonly file: string;
  readonly name: ManagerName;
}

/**
 * The lockfiles, the one that counts first. Of two of one manager, the first is the one that it reads: npm prefers
 * npm-shrinkwrap.json (npm, "npm-shrinkwrap.json"), bun its text (bun, "Lockfile").
 */
export const lockfiles: readonly Lockfile[] = [
  { file: 'pnpm-lock.yaml', name: 'pnpm' },
  { file: 'bun.lock', name: 'bun' },
  { file: 'bun.lockb', name: 'bun' },
  { file: 'yarn.lock', name: 'yarn' },
  { file: 'npm-shrinkwrap.json', name: 'npm' },
  { file: 'package-lock.json', name: 'npm' },
];

/** The lockfile of a manager at the top, and a note where it has two. */
export function lockfileOf(
  { paths }: Sources,
  name: ManagerName,
): { readonly lockfile: string | undefined; readonly notes: readonly string[] } {
  const [first, second] = lockfiles.filter((one) => one.name === name && paths.has(one.file));
  const notes =
    first === undefined || second === undefined
      ? []
      : [`${first.file} and ${second.file}: ${name} installs by the first`];
  return { lockfile: first?.file, notes };
}

/**
 * Versions of pnpm by what it writes as `lockfileVersion` (pnpm's releases): 9.0 is written by 9 and all later ones,
 * so that 9 is the oldest that reads it.
 */
const pnpmVersions: Readonly<Record<string, string>> = {
  '5.3': '6',
  '5.4': '7',
  '6.0': '8',
  '6.1': '8',
  '9.0': '9',
};

/** Versions of yarn by what it writes as `version` of `__metadata` (yarn's sources, Project.ts, LOCKFILE_VERSION). */
const yarnVersions: Readonly<Record<string, string>> = {
  '4': '2',
  '5': '3',
  '6': '3',
  '7': '4',
  '8': '4',
};

/** The version of a manager by the format of its lockfile; undefined where the format does not tell. */
export function versionByLockfile({ files }: Sources, name: ManagerName): Fact<string> | undefined {
  if (name === 'pnpm') {
    const format = yamlText(headOf(files.text('pnpm-lock.yaml')), 'lockfileVersion') ?? '';
    return told(pnpmVersions, format, `pnpm-lock.yaml: lockfileVersion ${format}`);
  }
  if (name === 'yarn') {
    const text = headOf(files.text('yarn.lock'));
    if (/^# yarn lockfile v1\s*$/m.test(text)) return fact('1', 'yarn.lock: # yarn lockfile v1');
    const format = yamlText(text, 'version', '__metadata') ?? '';
    return told(yarnVersions, format, `yarn.lock: __metadata.version ${format}`);
  }
  return undefined;
}

function told(
  versions: Readonly<Record<string, string>>,
  format: string,
  from: string,
): Fact<string> | undefined {
  const version = Object.hasOwn(versions, format) ? versions[format] : undefined;
  return version === undefined ? undefined : fact(version, from);
}

/** The beginning of a lockfile, in which its format stands. */
function headOf(text: string | undefined): string {
  return (text ?? '').slice(0, 4000);
}
