import type { JsonCursor } from '../../verdict/json.ts';
import { identityFault } from './lockfile-identity.ts';
import type { LockedPackage, PackageTree } from '../packages/package-tree.ts';
import { isInstalled, requiredName } from '../packages/package-tree.ts';

/** A problem with an entry of the lockfile. */
export interface Fault {
  readonly rule: string;
  readonly location: string;
  readonly message: string;
  readonly fix: string;
  readonly name: string;
  readonly version: string;
}

/** Problems with the source or the integrity of a package. */
export function sourceFaults(locked: LockedPackage, registries: readonly string[]): Fault[] {
  const resolved = locked.entry.at('resolved').optionalText();
  const source = resolved === undefined ? undefined : sourceFault(locked, { resolved, registries });
  if (source !== undefined) return [source];
  // A bundled package is covered by the integrity of the archive that contains it.
  if (locked.bundled && resolved === undefined) return [];
  if (locked.entry.at('inBundle').optionalBoolean() === true && !locked.bundled) {
    const message = 'is marked as bundled, but no package above it bundles it, so npm downloads it unchecked';
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
  return fault(locked, 'other-registry', `${from}, which is not a registry in use`, publish);
}

const publish =
  'Take a published version from the registry in use, or name its registry in audit.registries of pipeline.json.';

/** Whether an address is below a registry's: it starts with the registry's address and a slash. */
function isBelow(address: string, registry: string): boolean {
  return address.startsWith(registry.endsWith('/') ? registry : `${registry}/`);
}

/** The fault of a package whose install script is not allowed. */
export function scriptFault(locked: LockedPackage): Fault {
  const why = 'runs a script when it is installed, with all rights of the installing user';
  return fault(
    locked,
    'install-script',
    why,
    'Read the script; if it is needed, add the package to audit.installScripts in pipeline.json.',
  );
}

/** Scripts in the lockfile itself: npm runs them, and never writes any there. */
export function ownScriptsFault([location, entry]: readonly [string, JsonCursor]): Fault[] {
  if (!entry.at('scripts').exists) return [];
  const place = {
    location,
    name: requiredName(location),
    version: entry.at('version').optionalText() ?? 'unknown',
  };
  const message = 'has scripts in its entry: npm runs such scripts but never writes them there';
  return [fault(place, 'scripts-in-lockfile', message, 'Find out who added them, and remove them.')];
}

/**
 * A package that is marked as a development dependency and is installed in production: an audit of production would
 * miss it.
 */
export function flagFault(locked: LockedPackage): Fault[] {
  if (!locked.production || locked.entry.at('dev').optionalBoolean() !== true) return [];
  const message = 'is marked as development only, but the project needs it to run';
  return [fault(locked, 'dev-flag', message, relock)];
}

/** A package that is not the one that its entry names. */
export function wrongIdentityFault(locked: LockedPackage, aliased: ReadonlySet<string>): Fault[] {
  const message = identityFault(locked, aliased);
  return message === undefined ? [] : [fault(locked, 'other-package', message, relock)];
}

/** Links that do not lead to a workspace of the project: they install a folder that is not locked. */
export function linkFaults(tree: PackageTree): Fault[] {
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
