import type { Finding } from '../../verdict/finding.ts';
import { type Parsed, readReport } from '../../tools/answer.ts';
import { ShapeError } from '../../verdict/json.ts';
import { aliasedIn, withStanding } from './lockfile-identity.ts';
import { lineNumbers } from '../../tools/line-numbers.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import type { LockedPackage } from '../packages/locked.ts';
import { isInstalled, readPackageTree } from '../packages/package-tree.ts';
import type { ScriptedLockfile } from '../packages/read-lockfile.ts';
import { runsScript } from '../packages/script-policy.ts';
import { type Fault, originsIn, packageFaults, type PackageRules } from './lockfile-faults.ts';
import { npmFaults } from './npm-lockfile-faults.ts';

/** Facts about the lockfile. */
export interface LockfileFacts {
  /** Packages from a registry. */
  readonly packages: number;
  /** Workspaces of the project itself. */
  readonly workspaces: number;
  /** Packages that run a script at installation, allowed or not. */
  readonly installScripts: readonly string[];
  /** Packages with an install script that are never installed on Linux. */
  readonly elsewhere: readonly string[];
  /** Addresses of the registries in the entries, without repetitions. */
  readonly origins: readonly string[];
}

/** The registries and install scripts that the project allows. */
export interface LockfileRules {
  /**
   * Allowed registries, as URLs. Default: none. An entry without `resolved` counts as from the registry that npm is
   * configured with.
   */
  readonly registries?: readonly string[];
  /** Names of packages that may run a script at installation. Default: the project has not decided on them. */
  readonly installScripts?: readonly string[] | undefined;
  /** The text of package.json, whose overrides may require a package under another name. Default: none. */
  readonly manifest?: string;
}

const tool = 'lockfile';

/**
 * Checks `package-lock.json` (lockfileVersion 2 or 3): every package must come from a registry in use and have an
 * integrity, without git, http or file sources; install scripts must be allowed. Findings are of the tool `lockfile`.
 * @returns not ok if it is no such lockfile or lists no package
 */
export function checkLockfile(
  text: string,
  { registries = [], installScripts, manifest = '' }: LockfileRules = {},
): Parsed<LockfileFacts> {
  return readReport(tool, () => {
    const tree = readPackageTree(text);
    const aliased = aliasedIn(tree, manifest);
    const packages = [...tree.packages.values()].map((locked) => withStanding(locked, aliased));
    const marked = packages.filter(({ hasInstallScript }) => hasInstallScript);
    const checked = checkPackages(packages, marked, { registries, installScripts, install: 'npm install' });
    const lines = lineNumbers(text);
    const place = { file: 'package-lock.json', lines };
    return {
      findings: [...checked.faults, ...npmFaults(tree)].map((fault) => toFinding(fault, place)),
      facts: {
        ...checked.facts,
        workspaces: [...tree.entries.keys()].filter((location) => !isInstalled(location)).length,
      },
    };
  });
}

/**
 * Checks the lockfile of another manager for the same things.
 * @param scripted names of the packages that have an install script, as they are installed
 * @returns not ok if it lists no package
 */
export function checkOtherLockfile(
  lockfile: ScriptedLockfile,
  scripted: readonly string[],
  rules: PackageRules,
): Parsed<LockfileFacts> {
  return readReport(tool, () => {
    const packages = [...lockfile.packages.values()];
    const marked = packages.filter(
      (locked) => runsScript(locked, lockfile.scripts) && isAmong(locked, scripted),
    );
    const { faults, facts } = checkPackages(packages, marked, rules);
    return {
      findings: faults.map((fault) => toFinding(fault, lockfile)),
      facts: { ...facts, workspaces: 0 },
    };
  });
}

/** Whether a package has an install script, by its entry or by what is installed. */
function isAmong({ hasInstallScript, name, aliases }: LockedPackage, scripted: readonly string[]): boolean {
  return hasInstallScript || [name, ...aliases].some((one) => scripted.includes(one));
}

/** The check that all lockfiles have in common. */
function checkPackages(
  packages: readonly LockedPackage[],
  marked: readonly LockedPackage[],
  rules: PackageRules,
): { readonly faults: readonly Fault[]; readonly facts: Omit<LockfileFacts, 'workspaces'> } {
  if (packages.length === 0) throw new ShapeError('the lockfile lists no package');
  const scripted = marked.filter(({ isHere }) => isHere);
  return {
    faults: packageFaults(packages, scripted, rules),
    facts: {
      packages: packages.length,
      installScripts: namesOf(scripted),
      elsewhere: namesOf(marked.filter(({ isHere }) => !isHere)),
      origins: originsIn(packages),
    },
  };
}

function namesOf(packages: readonly LockedPackage[]): string[] {
  return [...new Set(packages.map(({ name }) => name))];
}

function toFinding(
  { rule, location, message, fix, name, version, severity }: Fault,
  { file, lines }: { readonly file: string; readonly lines: ReadonlyMap<string, number> },
): Finding {
  return makeFinding({
    tool,
    rule,
    severity,
    message,
    file,
    line: lines.get(location),
    fix,
    dependency: { name, version, path: location },
  });
}
