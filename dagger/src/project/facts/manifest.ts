import { type JsonCursor, ShapeError } from '../../verdict/json.ts';
import { ifShaped, readJson } from '../../verdict/json-text.ts';
import { type Found } from './fact.ts';
import { folderOf } from './paths.ts';

/** The lists of package.json in which a tool may stand, the likelier ones first. */
const dependencyLists = [
  'devDependencies',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

/** A package that a project asks for. */
export interface Dependency {
  /** The list of package.json in which it stands. */
  readonly list: (typeof dependencyLists)[number];
  /** The range as it stands there: `^9.1.0`, `catalog:`, `workspace:*`. */
  readonly range: string;
  /** The file with the catalog that has the range, where package.json says `catalog:`. */
  readonly catalog?: string;
}

/** A tool that `devEngines` asks for. */
export interface AskedTool {
  readonly name: string;
  readonly version: string | undefined;
}

/** What a package.json says of the tools of its project; what is missing is empty. */
export interface Manifest {
  readonly path: string;
  readonly folder: string;
  /** Names of its keys: some tools keep their configuration in one. */
  readonly keys: ReadonlySet<string>;
  readonly packageManager: string | undefined;
  readonly engines: ReadonlyMap<string, string>;
  readonly volta: ReadonlyMap<string, string>;
  /** What `devEngines` names as runtime and package manager (npm, package.json, devEngines). */
  readonly devRuntimes: readonly AskedTool[];
  readonly devManagers: readonly AskedTool[];
  readonly scripts: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlyMap<string, Dependency>;
  /** The patterns of `workspaces`, a list, or `packages` in an object (yarn 1, bun). */
  readonly workspaces: readonly string[];
}

/**
 * Reads a package.json. A field that has another shape is as if it were missing, and is told.
 * @throws ShapeError when it is no JSON object
 */
export function readManifest(path: string, text: string): Found<Manifest> {
  const root = readJson(text);
  const keys = new Set(root.entries().map(([key]) => key));
  const notes: string[] = [];
  const field = <T>(place: JsonCursor, read: (place: JsonCursor) => T, otherwise: T): T => {
    try {
      return place.exists ? read(place) : otherwise;
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      notes.push(`${path}: ${error.message}: it is left out`);
      return otherwise;
    }
  };
  const texts = (key: string): ReadonlyMap<string, string> => field(root.at(key), textsAt, new Map());
  const dev = (key: string): AskedTool[] =>
    field(root.at('devEngines'), (place) => askedTools(place.at(key)), []);
  const found: Manifest = {
    path,
    folder: folderOf(path),
    keys,
    packageManager: field<string | undefined>(
      root.at('packageManager'),
      (place) => place.filledText(),
      undefined,
    ),
    engines: texts('engines'),
    volta: texts('volta'),
    devRuntimes: dev('runtime'),
    devManagers: dev('packageManager'),
    scripts: texts('scripts'),
    dependencies: dependenciesOf(dependencyLists.map((list) => [list, texts(list)])),
    workspaces: field(root.at('workspaces'), patternsAt, []),
  };
  return { found, notes };
}

/** Most entries of a list or object: no person writes more, and no file of a stranger may hold up a run. */
const mostEntries = 1000;

/** The texts of an object by key; what is no text is left out, as npm does. */
function textsAt(place: JsonCursor): ReadonlyMap<string, string> {
  const texts = bounded(place, place.entries()).filter(([, { value }]) => typeof value === 'string');
  return new Map(texts.map(([key, value]) => [key, value.text()]));
}

function bounded<T>({ pointer }: JsonCursor, entries: readonly T[]): readonly T[] {
  if (entries.length <= mostEntries) return entries;
  const found = String(entries.length);
  throw new ShapeError(`${pointer}: expected at most ${String(mostEntries)} entries, got ${found}`);
}

/** One tool, or a list of them. */
function askedTools(place: JsonCursor): AskedTool[] {
  if (!place.exists) return [];
  const items = Array.isArray(place.value) ? place.items() : [place];
  return items.map((item) => ({
    name: item.at('name').text(),
    version: ifShaped(() => item.at('version').optionalText()),
  }));
}

function patternsAt(place: JsonCursor): string[] {
  const list = Array.isArray(place.value) ? place : place.at('packages');
  return bounded(list, list.optionalItems()).map((item) => item.text());
}

/** Each package by the first list that has it. */
function dependenciesOf(
  lists: readonly (readonly [Dependency['list'], ReadonlyMap<string, string>])[],
): ReadonlyMap<string, Dependency> {
  const entries = lists.flatMap(([list, ranges]) =>
    [...ranges].map(([name, range]): [string, Dependency] => [name, { list, range }]),
  );
  return new Map(entries.reverse());
}
