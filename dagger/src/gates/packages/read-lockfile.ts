import { type LockedPackage, type Lockfile, isInstalledHere } from './locked.ts';
import type { ScriptPolicy } from './script-policy.ts';
import { type JsonCursor, ShapeError } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { shortestPaths } from './shortest-paths.ts';

/** What `programs/lockfile/read.ts` is to read, in its folder. */
export interface LockfileSettings {
  readonly format: 'pnpm' | 'yarn-classic' | 'yarn' | 'bun';
  /** Path of the lockfile; `-` for standard input, which `bun bun.lockb` writes. */
  readonly file: string;
  /** Folder of which `node_modules` has the format's parser. */
  readonly parser: string;
  /** Version of the manager, as far as it is known. */
  readonly version?: string;
  /** File with what the manager says of its own defaults for install scripts. */
  readonly defaults?: string;
}

/** A package as the program prints it. What the format does not tell is absent. */
export interface ReadPackage {
  readonly location: string;
  readonly name: string;
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly withoutIntegrity?: boolean;
  readonly hasInstallScript?: boolean;
  readonly aliases?: readonly string[];
  readonly standsAs?: string;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly line?: number;
  /** Locations of what it needs at run time. */
  readonly needs: readonly string[];
}

/** The project or one of its workspaces, with the locations of what it asks for. */
export interface ReadProject {
  readonly label: string;
  readonly needs: readonly string[];
  readonly developmentNeeds: readonly string[];
}

/** What the program prints of a lockfile that it can read. Of another one it prints the reason, as `broken`. */
export interface ReadLockfile {
  readonly packages: readonly ReadPackage[];
  readonly projects: readonly ReadProject[];
  readonly scripts: ScriptPolicy;
}

/** A lockfile with the install scripts that its manager runs. */
export interface ScriptedLockfile extends Lockfile {
  readonly scripts: ScriptPolicy;
}

/**
 * Reads what `programs/lockfile/read.ts` printed.
 * @param file path of the lockfile in the source
 * @throws ShapeError with the program's reason, or if it printed something else
 */
export function readLockfile(text: string, file: string): ScriptedLockfile {
  const answer = readJson(text);
  const broken = answer.at('broken').optionalText();
  if (broken !== undefined) throw new ShapeError(`${file} cannot be read: ${plainLine(broken, 300)}`);
  const entries = new Map(
    answer
      .at('packages')
      .items()
      .map((entry) => [entry.at('location').text(), entry]),
  );
  const projects = answer.at('projects').items();
  const production = reachable(
    projects.flatMap((project) => texts(project.at('needs'))),
    entries,
  );
  const packages = [...entries].map(
    ([location, entry]) => [location, packageOf(entry, production.has(location))] as const,
  );
  const byLocation = new Map(packages);
  const paths = shortestPaths(
    projects.map((project) => [
      project.at('label').text(),
      [...texts(project.at('needs')), ...texts(project.at('developmentNeeds'))],
    ]),
    (location) => needsOf(entries.get(location)),
    (location) => {
      const found = byLocation.get(location);
      return found === undefined ? location : `${found.name}@${found.version}`;
    },
  );
  return { file, packages: byLocation, paths, lines: linesOf(entries), scripts: scriptsOf(answer) };
}

function packageOf(entry: JsonCursor, production: boolean): LockedPackage {
  const standsAs = entry.at('standsAs').optionalText();
  const resolved = entry.at('resolved').optionalText();
  const integrity = entry.at('integrity').optionalText();
  return {
    location: entry.at('location').text(),
    name: plainLine(entry.at('name').text()),
    version: plainLine(entry.at('version').text()),
    ...(resolved === undefined ? {} : { resolved }),
    ...(integrity === undefined ? {} : { integrity }),
    withoutIntegrity: entry.at('withoutIntegrity').optionalBoolean() === true,
    hasInstallScript: entry.at('hasInstallScript').optionalBoolean() === true,
    aliases: texts(entry.at('aliases')),
    ...(standsAs === undefined ? {} : { standsAs }),
    isHere: isInstalledHere({
      isOptional: entry.at('optional').optionalBoolean() === true,
      systems: texts(entry.at('os')),
    }),
    production,
    bundled: false,
  };
}

/** Every location that is needed at run time, directly or indirectly. */
function reachable(starts: readonly string[], entries: ReadonlyMap<string, JsonCursor>): ReadonlySet<string> {
  const found = new Set(starts);
  // A set is walked in the order of insertion, and what is added meanwhile is walked too.
  for (const location of found) for (const needed of needsOf(entries.get(location))) found.add(needed);
  return found;
}

function needsOf(entry: JsonCursor | undefined): string[] {
  return entry === undefined ? [] : texts(entry.at('needs'));
}

function linesOf(entries: ReadonlyMap<string, JsonCursor>): ReadonlyMap<string, number> {
  const lines = [...entries].flatMap(([location, entry]): [string, number][] => {
    const line = entry.at('line').optionalNumber();
    return line === undefined ? [] : [[location, line]];
  });
  return new Map(lines);
}

function scriptsOf(answer: JsonCursor): ScriptPolicy {
  const scripts = answer.at('scripts');
  return { kind: scripts.at('kind').oneOf(['all', 'only']), names: texts(scripts.at('names')) };
}

function texts(place: JsonCursor): string[] {
  return place.optionalItems().map((item) => item.text());
}
