import { type Fact, fact, firstOf } from './fact.ts';
import type { Manifest } from './manifest.ts';
import { within } from './paths.ts';
import type { Sources } from './sources.ts';
import { onlyMajor, parseRange } from './version-range.ts';

/** A tool of a project, in one of its folders. */
export interface Tool<Name extends string> {
  readonly name: Name;
  /** The folder in which it runs: `.`, or that of a workspace. */
  readonly folder: string;
  /** Its range in package.json, as it stands there; undefined where no package.json asks for it. */
  readonly version: string | undefined;
  /** The only major of that range; undefined where it has several. */
  readonly major: number | undefined;
  /** Its configuration: a file, or `package.json` where that has a key for it. */
  readonly config: string | undefined;
}

/** By what a tool is recognised. */
export interface ToolSigns<Name extends string> {
  readonly name: Name;
  /** Its packages, the one that has its version first. */
  readonly packages: readonly string[];
  /** Names of its configuration files, the one that counts first. */
  readonly configs: readonly string[];
  /** Its key in package.json. */
  readonly key?: string;
  /** Whether it does nothing without a configuration, so that a package alone does not make a folder one of its own. */
  readonly needsConfig?: boolean;
}

/**
 * The folders in which a project uses a tool, by a dependency or a configuration. A workspace that has no configuration
 * of its own is part of what the tool does at the top, and is told by itself only where the tool is not used there.
 * Of a tool that needs a configuration, the folders with one count, if there are any.
 */
export function toolIn<Name extends string>(sources: Sources, signs: ToolSigns<Name>): Fact<Tool<Name>>[] {
  const [root, ...workspaces] = sources.packages.map((manifest) => toolOf(sources, manifest, signs));
  const own = workspaces.filter((found) => root === undefined || found?.value.config !== undefined);
  const all = [root, ...own].filter((found) => found !== undefined);
  const configured = all.filter(({ value }) => value.config !== undefined);
  return signs.needsConfig === true && configured.length > 0 ? configured : all;
}

function toolOf<Name extends string>(
  sources: Sources,
  manifest: Manifest,
  { name, packages, ...signs }: ToolSigns<Name>,
): Fact<Tool<Name>> | undefined {
  const own = askedFor(manifest, packages);
  const config = configOf(sources, manifest, signs);
  if (own === undefined && config === undefined) return undefined;
  // A workspace with a configuration and no dependency uses what is installed at the top.
  const asked = own ?? (sources.root === undefined ? undefined : askedFor(sources.root, packages));
  const version = asked?.range;
  const value = { name, folder: manifest.folder, version, major: majorOf(version), config: config?.value };
  return fact(value, asked?.from, config?.from);
}

/** A tool in the top folder, of which nothing is known but its name. */
export function namedTool<Name extends string>(name: Name): Tool<Name> {
  return { name, folder: '.', version: undefined, major: undefined, config: undefined };
}

/** The configuration in a folder: a file, else a key of package.json. */
function configOf(
  { paths }: Sources,
  { folder, path, keys }: Manifest,
  { configs, key }: Pick<ToolSigns<string>, 'configs' | 'key'>,
): Fact<string> | undefined {
  const name = configs.find((one) => paths.has(within(folder, one)));
  if (name !== undefined) return fact(within(folder, name), within(folder, name));
  return key !== undefined && keys.has(key) ? fact(path, `${path}: ${key}`) : undefined;
}

/** Notes about tools with a configuration that no package.json asks for: nothing says which version to run. */
export function withoutPackage(tools: readonly Fact<Tool<string>>[]): string[] {
  const without = tools.filter(({ value }) => value.version === undefined);
  return without.map(({ value, from }) => `${from}: no package.json asks for the package of ${value.name}`);
}

/** The first of some packages that a package.json asks for, with its range. */
export function askedFor(
  { path, dependencies }: Manifest,
  packages: readonly string[],
): { readonly name: string; readonly range: string; readonly from: string } | undefined {
  return firstOf(packages, (name) => {
    const found = dependencies.get(name);
    if (found === undefined) return undefined;
    const { list, range, catalog } = found;
    const said = JSON.stringify(range);
    const from = `${path}: ${list} ${name} ${catalog === undefined ? said : `by ${catalog}: catalog ${said}`}`;
    return { name, range, from };
  });
}

/** The only major of a range of package.json, also of one for another name: `npm:vite@^7`. */
export function majorOf(range: string | undefined): number | undefined {
  return range === undefined ? undefined : onlyMajor(parseRange(range.replace(/^npm:.+@(?=[^@]*$)/, '')));
}
