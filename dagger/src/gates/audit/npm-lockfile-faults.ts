import type { JsonCursor } from '../../verdict/json.ts';
import { type Fault, fault, publish, relock } from './lockfile-faults.ts';
import type { NpmPackage, PackageTree } from '../packages/package-tree.ts';
import { isInstalled, requiredName } from '../packages/package-tree.ts';

const install = relock('npm install');

/** Problems that only npm's lockfile can have. */
export function npmFaults(tree: PackageTree): Fault[] {
  const packages = [...tree.packages.values()];
  return [
    ...packages.flatMap(bundleFault),
    ...[...tree.entries].flatMap(ownScriptsFault),
    ...packages.flatMap(flagFault),
    ...linkFaults(tree),
  ];
}

/** A bundle that is only claimed. */
function bundleFault(locked: NpmPackage): Fault[] {
  if (locked.entry.at('inBundle').optionalBoolean() !== true || locked.bundled) return [];
  const message = 'is marked as bundled, but no package above it bundles it, so npm downloads it unchecked';
  return [fault(locked, 'false-bundle', message, install)];
}

/** Scripts in the lockfile itself: npm runs them, and never writes any there. */
function ownScriptsFault([location, entry]: readonly [string, JsonCursor]): Fault[] {
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
function flagFault(locked: NpmPackage): Fault[] {
  if (!locked.production || locked.entry.at('dev').optionalBoolean() !== true) return [];
  const message = 'is marked as development only, but the project needs it to run';
  return [fault(locked, 'dev-flag', message, install)];
}

/** Links that do not lead to a workspace of the project: they install a folder that is not locked. */
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
