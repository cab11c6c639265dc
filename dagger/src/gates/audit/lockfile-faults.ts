import { identityFault } from './lockfile-identity.ts';
import type { LockedPackage } from '../packages/locked.ts';
import type { Severity } from '../../verdict/finding.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** A problem with an entry of the lockfile. */
export interface Fault {
  readonly rule: string;
  readonly location: string;
  readonly message: string;
  readonly fix: string;
  readonly name: string;
  readonly version: string;
  readonly severity: Severity;
}

/** The registries and install scripts that the project allows. */
export interface PackageRules {
  /** Allowed registries, as URLs. */
  readonly registries: readonly string[];
  /** Names of packages that may run a script at installation; undefined where the project has not decided on them. */
  readonly installScripts: readonly string[] | undefined;
  /** The command that makes entries anew: `npm install`. */
  readonly install: string;
}

/**
 * Problems with the packages of a lockfile, whichever manager wrote it: their sources, integrity, install scripts and
 * identity.
 * @param scripted packages that run a script when they are installed here
 */
export function packageFaults(
  packages: readonly LockedPackage[],
  scripted: readonly LockedPackage[],
  rules: PackageRules,
): Fault[] {
  return [
    ...packages.flatMap((locked) => sourceFaults(locked, rules)),
    ...scriptFaults(scripted, rules),
    ...packages.flatMap((locked) => wrongIdentityFault(locked, rules)),
  ];
}

/** Problems with the source or the integrity of a package. */
function sourceFaults(locked: LockedPackage, { registries, install }: PackageRules): Fault[] {
  const { resolved, integrity = '', bundled, withoutIntegrity } = locked;
  const source = resolved === undefined ? undefined : sourceFault(locked, { resolved, registries });
  if (source !== undefined) return [source];
  // A bundled package is covered by the integrity of the archive that contains it.
  if (withoutIntegrity || (bundled && resolved === undefined)) return [];
  if (/^sha(?:256|384|512)-[A-Za-z0-9+/]+={0,2}/.test(integrity)) return [];
  const what = integrity === '' ? 'has no integrity' : 'has an integrity that proves little';
  const message = `${what}: what is installed need not be what was locked`;
  const found = fault(locked, 'integrity', message, relock(install));
  // Old lockfiles have SHA-1: only the author of a package could make a second one of the same sum.
  return [/^sha1-[A-Za-z0-9+/]{27}=$/.test(integrity) ? { ...found, severity: 'MEDIUM' } : found];
}

/** What to do about an entry that only its manager should write. */
export function relock(install: string): string {
  return `Delete its entry and run ${install} against the registry.`;
}

/** Addresses of repositories, and of the archives that their hosts make of a commit. */
const repository =
  /^(?:git[+:@]|ssh:|github:|gitlab:|bitbucket:)|\.git(?:#|$)|#commit=|^https:\/\/codeload\.github\.com\//i;

function sourceFault(
  locked: LockedPackage,
  { resolved, registries }: { readonly resolved: string; readonly registries: readonly string[] },
): Fault | undefined {
  const from = `comes from ${resolved.slice(0, 200)}`;
  if (repository.test(resolved)) {
    return fault(locked, 'git-source', `${from}, a repository, which no integrity covers`, publish);
  }
  if (registries.some((registry) => isBelow(resolved, registry))) return undefined;
  if (/^http:/i.test(resolved)) return fault(locked, 'http-source', `${from}, unencrypted`, publish);
  if (!/^https:/i.test(resolved)) return fault(locked, 'file-source', `${from}, a file`, publish);
  return fault(locked, 'other-registry', `${from}, which is not a registry in use`, publish);
}

/** What to do about a package that comes from elsewhere. */
export const publish =
  'Take a published version from the registry in use, or name its registry in audit.registries of pipeline.json.';

/** Whether an address is below a registry's: it starts with the registry's address and a slash. */
function isBelow(address: string, registry: string): boolean {
  return address.startsWith(registry.endsWith('/') ? registry : `${registry}/`);
}

/**
 * The faults of packages whose install script is not allowed. No script runs here unasked, so that what nobody has decided on
 * is told and is not red; a list that is there is meant to be complete.
 */
function scriptFaults(scripted: readonly LockedPackage[], { installScripts }: PackageRules): Fault[] {
  const why = 'runs a script when it is installed, with all rights of the installing user';
  const fix =
    'Read the script; if it is needed, add the package to audit.installScripts in pipeline.json, which makes all others red.';
  return scripted
    .filter(({ name }) => !(installScripts ?? []).includes(name))
    .map((locked) => ({
      ...fault(locked, 'install-script', why, fix),
      severity: installScripts === undefined ? 'MEDIUM' : 'HIGH',
    }));
}

/** A package that is not the one that its entry names. */
function wrongIdentityFault(locked: LockedPackage, { install }: PackageRules): Fault[] {
  const message = identityFault(locked);
  return message === undefined ? [] : [fault(locked, 'other-package', message, relock(install))];
}

/** Protocols and hosts in the entries, without repetitions. */
export function originsIn(packages: readonly LockedPackage[]): string[] {
  const origins = packages.flatMap(({ resolved = '' }) => /^https?:\/\/[^/?#]+/i.exec(resolved)?.[0] ?? []);
  return [...new Set(origins.map((origin) => plainLine(origin, 200)))];
}

/** A fault of an entry. */
export function fault(
  { location, name, version }: Pick<LockedPackage, 'location' | 'name' | 'version'>,
  rule: string,
  message: string,
  fix: string,
): Fault {
  return { rule, location, message: `${name}@${version} ${message}`, fix, name, version, severity: 'HIGH' };
}
