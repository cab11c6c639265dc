import { bundledOf, productionOf } from './dependency-graph.ts';
import { isInstalledHere, type LockedPackage } from './locked.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { ShapeError } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** A package in npm's lockfile. */
export interface NpmPackage extends LockedPackage {
  readonly entry: JsonCursor;
}

/** The packages in `package-lock.json`. */
export interface PackageTree {
  readonly root: JsonCursor;
  /** Packages from outside, by location, without workspaces and links. */
  readonly packages: ReadonlyMap<string, NpmPackage>;
  /** Every entry of the lockfile except the root, by location. */
  readonly entries: ReadonlyMap<string, JsonCursor>;
}

/**
 * Reads `package-lock.json`, lockfileVersion 2 or 3 (npm, "package-lock.json").
 * @throws ShapeError if it is no such file
 */
export function readPackageTree(text: string): PackageTree {
  const lock = readJson(text);
  const version = lock.at('lockfileVersion').number();
  if (version !== 2 && version !== 3) throw lock.at('lockfileVersion').mismatch('2 or 3');
  const entries = new Map(lock.at('packages').entries());
  const root = entries.get('');
  if (root === undefined) throw new ShapeError('/packages: the project itself is not in the lockfile');
  entries.delete('');
  const production = productionOf(root, entries, isInstalled);
  const bundled = bundledOf(entries, isInstalled);
  const packages = [...entries]
    .filter(([location, entry]) => isInstalled(location) && entry.at('link').optionalBoolean() !== true)
    .map(([location, entry]) => {
      const isBundled = bundled.has(location);
      // A bundle that is only claimed is a problem of its own.
      const claimed = entry.at('inBundle').optionalBoolean() === true && !isBundled;
      const use = { production: production.has(location), bundled: isBundled, withoutIntegrity: claimed };
      return [location, { ...lockedPackage(location, entry), ...use }] as const;
    });
  return { root, packages: new Map(packages), entries };
}

/** Whether a location is that of an installed package, and not of a workspace or a folder of the project. */
export function isInstalled(location: string): boolean {
  return location.startsWith('node_modules/') || location.includes('/node_modules/');
}

/** The name by which a package at a location is required. */
export function requiredName(location: string): string {
  return location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function lockedPackage(
  location: string,
  entry: JsonCursor,
): Omit<NpmPackage, 'production' | 'bundled' | 'withoutIntegrity'> {
  const resolved = entry.at('resolved').optionalText();
  const integrity = entry.at('integrity').optionalText();
  return {
    location,
    // An alias is installed under a name other than its own: "npm:other@1".
    name: plainLine(entry.at('name').optionalText() ?? requiredName(location)),
    version: plainLine(entry.at('version').optionalText() ?? 'unknown'),
    ...(resolved === undefined ? {} : { resolved }),
    ...(integrity === undefined ? {} : { integrity }),
    aliases: [requiredName(location)],
    hasInstallScript: entry.at('hasInstallScript').optionalBoolean() === true,
    isHere: isInstalledHere({
      isOptional: ['optional', 'devOptional'].some((flag) => entry.at(flag).optionalBoolean() === true),
      systems: systemsOf(entry.at('os')),
    }),
    entry,
  };
}

/** The systems that a package is for; a manifest may have a single one as a text, which npm writes down as it is. */
function systemsOf(place: JsonCursor): string[] {
  return typeof place.value === 'string'
    ? [place.value]
    : place.optionalItems().map((system) => system.text());
}
