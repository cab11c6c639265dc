import type { Finding } from '../../verdict/finding.ts';
import { type Parsed, readReport } from '../../tools/answer.ts';
import { ShapeError } from '../../verdict/json.ts';
import { aliasedIn } from './lockfile-identity.ts';
import { lineNumbers } from '../../tools/line-numbers.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import type { LockedPackage } from '../packages/package-tree.ts';
import { isInstalled, readPackageTree } from '../packages/package-tree.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import {
  type Fault,
  flagFault,
  linkFaults,
  ownScriptsFault,
  scriptFault,
  sourceFaults,
  wrongIdentityFault,
} from './lockfile-faults.ts';

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
  /** Names of packages that may run a script at installation. Default: none. */
  readonly installScripts?: readonly string[];
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
  { registries = [], installScripts = [], manifest = '' }: LockfileRules = {},
): Parsed<LockfileFacts> {
  return readReport(tool, () => {
    const tree = readPackageTree(text);
    if (tree.packages.size === 0) throw new ShapeError('the lockfile lists no package');
    const lines = lineNumbers(text);
    const packages = [...tree.packages.values()];
    const marked = packages.filter(({ entry }) => entry.at('hasInstallScript').optionalBoolean() === true);
    const scripted = marked.filter(isInstalledHere);
    const aliased = aliasedIn(tree, manifest);
    const faults = [
      ...packages.flatMap((entry) => sourceFaults(entry, registries)),
      ...scripted.filter(({ name }) => !installScripts.includes(name)).map(scriptFault),
      ...[...tree.entries].flatMap(ownScriptsFault),
      ...packages.flatMap(flagFault),
      ...packages.flatMap((locked) => wrongIdentityFault(locked, aliased)),
      ...linkFaults(tree),
    ];
    return {
      findings: faults.map((fault) => toFinding(fault, lines)),
      facts: {
        packages: packages.length,
        workspaces: [...tree.entries.keys()].filter((location) => !isInstalled(location)).length,
        installScripts: unique(scripted.map(({ name }) => name)),
        elsewhere: unique(marked.filter((entry) => !isInstalledHere(entry)).map(({ name }) => name)),
        origins: unique(packages.flatMap(({ entry }) => originOf(entry.at('resolved').optionalText()))),
      },
    };
  });
}

/** Whether a package is installed on Linux: an optional one is not if its `os` list excludes it (npm, package.json, os). */
function isInstalledHere({ entry }: LockedPackage): boolean {
  const isOptional = ['optional', 'devOptional'].some((flag) => entry.at(flag).optionalBoolean() === true);
  const systems = entry
    .at('os')
    .optionalItems()
    .map((system) => system.text());
  const taken = systems.filter((system) => !system.startsWith('!'));
  const isTaken = (taken.length === 0 || taken.includes('linux')) && !systems.includes('!linux');
  return isTaken || !isOptional;
}

/** Protocol and host of an address; empty if it is not an address. */
function originOf(resolved: string | undefined): string[] {
  const origin = /^https?:\/\/[^/?#]+/i.exec(resolved ?? '')?.[0];
  return origin === undefined ? [] : [plainLine(origin, 200)];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function toFinding(
  { rule, location, message, fix, name, version }: Fault,
  lines: ReadonlyMap<string, number>,
): Finding {
  return makeFinding({
    tool,
    rule,
    severity: 'HIGH',
    message,
    file: 'package-lock.json',
    line: lines.get(location),
    fix,
    dependency: { name, version, path: location },
  });
}
