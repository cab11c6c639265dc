import type { FoundSettings } from '../settings/found.ts';
import { ifShaped } from '../../verdict/json-text.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { UsageError } from '../../verdict/usage-error.ts';
import { someOf } from '../files.ts';
import { type Fact, type Found, type ProjectFiles } from './fact.ts';
import { withCatalog } from './catalogs.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { folderOf, nameOf, topFirst, within } from './paths.ts';
import { workspacesOf } from './workspaces.ts';

/** What every question about a project is answered from. */
export interface Sources {
  /** Answers that the project gives itself, which count before what its files say. */
  readonly said: FoundSettings;
  readonly files: ProjectFiles;
  /** Paths of all files. */
  readonly paths: ReadonlySet<string>;
  /** package.json at the top; undefined where there is none. */
  readonly root: Manifest | undefined;
  readonly workspaces: readonly Fact<string>[];
  /** The root, and each workspace whose package.json can be read. */
  readonly packages: readonly Manifest[];
}

/**
 * Reads the package.json files of a project.
 * @param said answers that the project gives itself
 * @returns sources without packages where there is no package.json at the top: a note says where else there is one
 * @throws UsageError when package.json at the top is no JSON object
 */
export function sourcesOf(files: ProjectFiles, said: FoundSettings = {}): Found<Sources> {
  const paths = new Set(files.paths);
  const root = rootOf(files);
  if (root === undefined) {
    const none = { said, files, paths, root: undefined, workspaces: [], packages: [] };
    return { found: none, notes: noRoot(files) };
  }
  const { found: workspaces, notes } = workspacesOf(files, root.found, said.workspaces);
  const manifests = workspaces.map(({ value }) => within(value, 'package.json'));
  const unread = manifests.filter((path) => files.text(path) === undefined);
  const read = manifests.map((path) => workspaceOf(files, path));
  const packages = [root.found, ...read.flatMap(({ found }) => found)];
  return {
    found: { said, files, paths, root: root.found, workspaces, packages },
    notes: [
      ...root.notes,
      ...notes,
      ...read.flatMap((one) => one.notes),
      ...(unread.length === 0 ? [] : [`too many files: not read: ${someOf(unread)}`]),
      ...projectsBeside(files, new Set(['.', ...workspaces.map(({ value }) => value)])),
    ],
  };
}

/** @throws UsageError */
function rootOf(files: ProjectFiles): Found<Manifest> | undefined {
  const text = files.text('package.json');
  if (text === undefined) return undefined;
  const manifest = manifestOf(files, 'package.json', text);
  if (manifest !== undefined) return manifest;
  throw new UsageError(
    notAnObject('package.json', text),
    'Fix package.json: npm pkg get tells where its syntax breaks off.',
  );
}

function workspaceOf(files: ProjectFiles, path: string): Found<readonly Manifest[]> {
  const text = files.text(path);
  if (text === undefined) return { found: [], notes: [] };
  const manifest = manifestOf(files, path, text);
  if (manifest !== undefined) return { found: [manifest.found], notes: manifest.notes };
  return { found: [], notes: [`${notAnObject(path, text)}: the workspace is left out`] };
}

/** A manifest with the ranges of the project's catalog; undefined where it is no JSON object. */
function manifestOf(files: ProjectFiles, path: string, text: string): Found<Manifest> | undefined {
  const read = ifShaped(() => readManifest(path, text));
  return read && { ...read, found: withCatalog(files, read.found) };
}

function notAnObject(path: string, text: string): string {
  return `${path}: expected a JSON object, got ${JSON.stringify(plainLine(text, 60))}`;
}

function noRoot(files: ProjectFiles): string[] {
  const others = foldersWith(files, 'package.json');
  const json5 = files.paths.includes('package.json5')
    ? ['package.json5 is not read: expected package.json']
    : [];
  const elsewhere =
    others.length === 0 ? '' : `; there is one in ${someOf(others)}: name a folder with --directory`;
  return [...json5, `there is no package.json in the top folder${elsewhere}`];
}

/** Projects of their own in other folders: with a lockfile, and of no workspace. */
function projectsBeside(files: ProjectFiles, known: ReadonlySet<string>): string[] {
  const manifests = new Set(foldersWith(files, 'package.json'));
  const locked = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];
  const folders = new Set(locked.flatMap((name) => foldersWith(files, name)));
  const beside = [...folders].filter((folder) => manifests.has(folder) && !known.has(folder));
  if (beside.length === 0) return [];
  const names = someOf(topFirst(beside));
  return [`projects of their own, with a lockfile, in no workspace: ${names}: name one with --directory`];
}

function foldersWith(files: ProjectFiles, name: string): string[] {
  return topFirst(files.paths.filter((path) => nameOf(path) === name).map(folderOf));
}
