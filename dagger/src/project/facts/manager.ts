import { type Fact, fact, firstOf, type Found } from './fact.ts';
import { lockfileOf } from './lockfiles.ts';
import { type ManagerName, type ManagerSign, managerSigns } from './manager-signs.ts';
import { managerVersions } from './manager-versions.ts';
import type { Sources } from './sources.ts';
import { yamlText } from './yaml-lines.ts';
import { admits, onlyMajor, parseRange } from './version-range.ts';

/** What is known of every package manager. */
interface Managed {
  /** Its version, exact or as a range, as the project says it; undefined where nothing says one. */
  readonly version: Fact<string> | undefined;
  /** Its major version, where the project says one. */
  readonly major: number | undefined;
  /** Path of its lockfile; undefined where there is none. */
  readonly lockfile: string | undefined;
}

/** A project's package manager. */
export type PackageManager = Managed &
  (
    | { readonly name: Exclude<ManagerName, 'yarn'> }
    | {
        readonly name: 'yarn';
        /** Yarn 1 is `classic`; from 2 on it is another program with another lockfile, `berry`. */
        readonly line: 'classic' | 'berry';
        /** `nodeLinker` of `.yarnrc.yml`; where it is not said, berry installs no node_modules, but Plug'n'Play. */
        readonly linker: string | undefined;
      }
  );

/**
 * The package manager of a project. Where signs contradict each other, the first of this order counts, and the others
 * are told:
 *
 * 0. `found.packages` in pipeline.json, which says how the pipeline is to see the project.
 * 1. `packageManager` in package.json, which Corepack, pnpm and yarn obey, and `devEngines.packageManager`: that is
 *    said on purpose, and names a version.
 * 2. A lockfile: by it, the packages are the same everywhere. Among several, npm's comes last, since `npm install` out of
 *    habit leaves one behind in projects of other managers, and yarn's after those of pnpm and bun for the same reason.
 * 3. `only-allow` in the script `preinstall`, files of a manager's settings, `volta`, and `engines`: they say which
 *    manager is wanted, though nothing was locked with it.
 * 4. package.json alone is npm's: it is the manager that comes with Node.
 */
export function managerOf(sources: Sources): Found<Fact<PackageManager> | undefined> {
  const { signs, notes } = managerSigns(sources);
  const [first] = signs;
  if (first === undefined) return { found: undefined, notes };
  const { lockfile, notes: lockNotes } = lockfileOf(sources, first.name);
  const { versions, conflict } = managerVersions(sources, first.name);
  const version = versions[0];
  const managed: Managed = { version, major: majorOf(versions), lockfile };
  const value: PackageManager =
    first.name === 'yarn'
      ? { ...managed, name: 'yarn', line: yarnLine(sources, managed), linker: linkerOf(sources) }
      : { ...managed, name: first.name };
  return {
    found: fact(value, first.from, version?.from),
    notes: [...notes, ...conflicts(first, signs), ...lockNotes, ...conflict, ...unlocked(value)],
  };
}

/** The major of the first version that names one, if the first of all admits it: `>=9` leaves it to the lockfile. */
function majorOf(versions: readonly Fact<string>[]): number | undefined {
  const first = parseRange(versions[0]?.value ?? '');
  const major = firstOf(versions, ({ value }) => onlyMajor(parseRange(value)));
  return first !== undefined && major !== undefined && admits(first, major) ? major : undefined;
}

/** Yarn 1 by its version, else by its lockfile; without either it is yarn 1 unless there are settings of berry. */
function yarnLine({ files, paths }: Sources, { major }: Managed): 'classic' | 'berry' {
  if (major !== undefined) return major === 1 ? 'classic' : 'berry';
  if (/^# yarn lockfile v1\s*$/m.test((files.text('yarn.lock') ?? '').slice(0, 1000))) return 'classic';
  return paths.has('.yarnrc.yml') ? 'berry' : 'classic';
}

function linkerOf({ files }: Sources): string | undefined {
  return yamlText(files.text('.yarnrc.yml') ?? '', 'nodeLinker');
}

/** Signs of other managers than the one that counts. */
function conflicts(first: ManagerSign, signs: readonly ManagerSign[]): string[] {
  const others = signs.filter(({ name, isWeak }) => name !== first.name && !isWeak);
  return others.map(
    ({ name, from }) => `${from} speaks for ${name}, ${first.from} for ${first.name}, which counts`,
  );
}

function unlocked({ name, lockfile }: PackageManager): string[] {
  return lockfile === undefined
    ? [`there is no lockfile of ${name}: each install may take other versions`]
    : [];
}
