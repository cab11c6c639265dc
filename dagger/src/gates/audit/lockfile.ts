import type { Finding } from '../../verdict/model.ts';
import { type Parsed, readReport } from '../../tools/answer.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { ShapeError } from '../../verdict/json.ts';
import { aliasedIn, identityFault } from './lockfile-identity.ts';
import { lineNumbers } from '../../tools/line-numbers.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import type { LockedPackage, PackageTree } from '../packages/package-tree.ts';
import { isInstalled, readPackageTree, requiredName } from '../packages/package-tree.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** What the guard saw. */
export interface LockfileFacts {
  /** Packages from a registry. */
  readonly packages: number;
  /** Workspaces of the project itself. */
  readonly workspaces: number;
  /** Packages that run a script when they are installed, allowed or not. */
  readonly installScripts: readonly string[];
  /** Packages with an install script that are never installed on Linux. */
  readonly elsewhere: readonly string[];
  /** Addresses of the registries that entries name, each once. */
  readonly origins: readonly string[];
}

/** What the project allows. */
export interface LockfileRules {
  /**
   * Registries that packages may come from, as URLs. Default: none. An entry without `resolved` counts as from the one
   * that npm is configured with.
   */
  readonly registries?: readonly string[];
  /** Names of packages that may run a script when they are installed. Default: none. */
  readonly installScripts?: readonly string[];
  /** The text of package.json, whose overrides may ask for a package under another name. Default: none. */
  readonly manifest?: string;
}

const tool = 'lockfile';

/**
 * Checks `package-lock.json` (lockfileVersion 2 or 3): every package from a registry in use, with integrity, no git,
 * http or file source, install scripts only where they are allowed. Findings are of the tool `lockfile`.
 * @returns not ok when it is no such lockfile or lists no package
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
      ...packages.flatMap((locked) => strangerFault(locked, aliased)),
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

interface Fault {
  readonly rule: string;
  readonly location: string;
  readonly message: string;
  readonly fix: string;
  readonly name: string;
  readonly version: string;
}

/** Where a package comes from, and whether what comes is what was locked. */
function sourceFaults(locked: LockedPackage, registries: readonly string[]): Fault[] {
  const resolved = locked.entry.at('resolved').optionalText();
  const source = resolved === undefined ? undefined : sourceFault(locked, { resolved, registries });
  if (source !== undefined) return [source];
  // What a package brings in its own archive is covered by that archive's integrity.
  if (locked.bundled && resolved === undefined) return [];
  if (locked.entry.at('inBundle').optionalBoolean() === true && !locked.bundled) {
    const message = 'is said to be in a bundle, and no package above it bundles it: it is fetched unchecked';
    return [fault(locked, 'false-bundle', message, relock)];
  }
  const integrity = locked.entry.at('integrity').optionalText() ?? '';
  if (/^sha(?:256|384|512)-[A-Za-z0-9+/]+={0,2}/.test(integrity)) return [];
  const what = integrity === '' ? 'has no integrity' : 'has an integrity that proves little';
  return [fault(locked, 'integrity', `${what}: what is installed need not be what was locked`, relock)];
}

const relock = 'Delete its entry and run npm install against the registry.';

function sourceFault(
  locked: LockedPackage,
  { resolved, registries }: { readonly resolved: string; readonly registries: readonly string[] },
): Fault | undefined {
  const from = `comes from ${resolved.slice(0, 200)}`;
  if (/^(?:git[+:@]|github:|gitlab:|bitbucket:)|\.git(?:#|$)/i.test(resolved)) {
    return fault(locked, 'git-source', `${from}, a repository, which no integrity covers`, publish);
  }
  if (registries.some((registry) => isBelow(resolved, registry))) return undefined;
  if (/^http:/i.test(resolved)) return fault(locked, 'http-source', `${from}, unencrypted`, publish);
  if (!/^https:/i.test(resolved)) return fault(locked, 'file-source', `${from}, a file`, publish);
  return fault(locked, 'other-registry', `${from}, which is no registry in use`, publish);
}

const publish =
  'Take a published version from the registry in use, or name its registry in audit.registries of pipeline.json.';

/** True when an address is one of the registry's: the same up to the registry's path, which ends with a slash. */
function isBelow(address: string, registry: string): boolean {
  return address.startsWith(registry.endsWith('/') ? registry : `${registry}/`);
}

function scriptFault(locked: LockedPackage): Fault {
  const why = 'runs a script when it is installed, with all that the installing user may do';
  return fault(
    locked,
    'install-script',
    why,
    'Read the script; if it is needed, add the package to audit.installScripts in pipeline.json.',
  );
}

/** npm runs scripts that stand in the lockfile itself; it never writes any there. */
function ownScriptsFault([location, entry]: readonly [string, JsonCursor]): Fault[] {
  if (!entry.at('scripts').exists) return [];
  const place = {
    location,
    name: requiredName(location),
    version: entry.at('version').optionalText() ?? 'unknown',
  };
  const message = 'carries scripts in its entry, which npm runs and never writes there';
  return [fault(place, 'scripts-in-lockfile', message, 'Find out who put them there, and take them out.')];
}

/** What is said to be for development alone, and is installed in production too: an audit of production would miss it. */
function flagFault(locked: LockedPackage): Fault[] {
  if (!locked.production || locked.entry.at('dev').optionalBoolean() !== true) return [];
  const message = 'is said to be for development alone, and the project needs it to run';
  return [fault(locked, 'dev-flag', message, relock)];
}

/** A package that is not what its entry calls it. */
function strangerFault(locked: LockedPackage, aliased: ReadonlySet<string>): Fault[] {
  const message = identityFault(locked, aliased);
  return message === undefined ? [] : [fault(locked, 'other-package', message, relock)];
}

/** A package that may be missing is left out where its list of systems does not have this one (npm, package.json, os). */
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

/** Where an address leads: protocol and host; nothing for what is no address. */
function originOf(resolved: string | undefined): string[] {
  const origin = /^https?:\/\/[^/?#]+/i.exec(resolved ?? '')?.[0];
  return origin === undefined ? [] : [plainLine(origin, 200)];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** Links lead to the project's own workspaces; one that leads to something else installs a folder nobody locked. */
function linkFaults(tree: PackageTree): Fault[] {
  return [...tree.entries].flatMap(([location, entry]) => {
    if (entry.at('link').optionalBoolean() !== true) return [];
    const target = entry.at('resolved').text();
    const inside = tree.entries.has(target) && !isInstalled(target) && !/^(?:\.\.|\/|[a-z]+:)/i.test(target);
    const place = { location, name: location.replace(/^.*node_modules\//, ''), version: 'link' };
    return inside
      ? []
      : [fault(place, 'file-source', `is a link to ${target}, which is no workspace`, publish)];
  });
}

function fault(
  { location, name, version }: Pick<LockedPackage, 'location' | 'name' | 'version'>,
  rule: string,
  message: string,
  fix: string,
): Fault {
  return { rule, location, message: `${name}@${version} ${message}`, fix, name, version };
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
