import type { Directory } from '@dagger.io/dagger';

import { sourcePath } from './arguments.ts';
import type { ProjectFacts } from './facts/facts.ts';
import type { Fact, ProjectFiles } from './facts/fact.ts';
import { manifestsIn, mayBeManifest, mostManifestFiles } from './facts/manifests/found.ts';
import { isObjectFile } from './facts/manifests/kinds.ts';
import { manifestsAt } from './facts/manifests/named.ts';
import { folderOf, nameOf, topFirst } from './facts/paths.ts';
import { leftOut, type ProjectManifests } from './project.stage.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** A project, as far as its manifests are looked for. */
interface Place {
  readonly source: Directory;
  readonly repository: Directory;
  /** Path of the source in the repository. */
  readonly folder: string;
  readonly facts: Pick<ProjectFacts, 'manifests'>;
}

/** Where manifests are named: the setting, and the path. */
interface NamedPlace {
  readonly setting: string;
  readonly path: string;
}

/**
 * The manifests of a project: those that are named, else those that are found in its source, else those in the repository
 * that the source is a folder of, which are no other project's.
 * @throws UsageError when a folder is named that has none
 */
export async function manifestsOf(
  place: Place,
  named: NamedPlace | undefined,
): Promise<Fact<ProjectManifests>[]> {
  const { source, repository, folder, facts } = place;
  if (named !== undefined) return [await namedManifests(place, named)];
  if (facts.manifests.length > 0) {
    return facts.manifests.map(({ value, from }) => ({
      value: { ...value, root: source, folder: value.path },
      from,
    }));
  }
  return folder === '.' ? [] : manifestsAbove(repository);
}

/** Paths of the folders with manifests in a tree, such as that of the target branch. */
export async function manifestFolders(tree: Directory): Promise<string[]> {
  return manifestsIn(await manifestFiles(tree, await pathsOf(tree))).map(({ value }) => value.path);
}

/** Where the manifests of a project are named; undefined where they are to be found. An argument outweighs the file. */
export function namedPlace(argument: string, configured: string | undefined): NamedPlace | undefined {
  if (argument !== '') return { setting: '--manifests', path: placeIn('--manifests', argument) };
  if (configured === undefined) return undefined;
  return { setting: 'pipeline.json: /deploy/manifests', path: configured };
}

function placeIn(setting: string, path: string): string {
  return path.startsWith('/')
    ? `/${sourcePath(setting, path === '/' ? '.' : path.slice(1))}`
    : sourcePath(setting, path);
}

async function namedManifests(
  { source, repository }: Place,
  { setting, path }: NamedPlace,
): Promise<Fact<ProjectManifests>> {
  const root = path.startsWith('/') ? repository : source;
  const folder = path.replace(/^\//, '');
  const found = manifestsAt(await filesOf(folder === '.' ? root : root.directory(folder)));
  if (found === undefined) {
    throw new UsageError(
      `${setting}: expected a folder with a kustomization, a Chart.yaml or YAML of Kubernetes, got ${path}`,
    );
  }
  return { value: { ...found, path, root, folder }, from: setting };
}

/** What the files of a folder are; a folder that is not there has none. */
async function filesOf(folder: Directory): Promise<ProjectFiles> {
  const paths = await pathsOf(folder).catch(() => []);
  return withTexts(folder, paths, (path) => isObjectFile(nameOf(path)));
}

async function pathsOf(folder: Directory): Promise<string[]> {
  const paths = await folder.filter({ exclude: leftOut }).glob('**/*');
  return paths.filter((path) => !path.endsWith('/'));
}

async function withTexts(
  folder: Directory,
  paths: readonly string[],
  isRead: (path: string) => boolean,
): Promise<ProjectFiles> {
  const read = topFirst(paths.filter(isRead)).slice(0, mostManifestFiles);
  const texts = new Map(
    await Promise.all(
      read.map(
        async (path) =>
          [
            path,
            await folder
              .file(path)
              .contents()
              .catch(() => ''),
          ] as const,
      ),
    ),
  );
  return { paths, text: (path) => texts.get(path) };
}

/** Files of a tree, of which those are read by which manifests are found. */
function manifestFiles(tree: Directory, paths: readonly string[]): Promise<ProjectFiles> {
  return withTexts(tree, paths, (path) => nameOf(path) === 'Chart.yaml' || mayBeManifest(path));
}

/** The manifests of a repository but those below another project of it, which are that project's. */
async function manifestsAbove(repository: Directory): Promise<Fact<ProjectManifests>[]> {
  const paths = await pathsOf(repository);
  const projects = paths
    .filter((path) => nameOf(path) === 'package.json' && path !== 'package.json')
    .map(folderOf);
  const shared = paths.filter((path) => !projects.some((project) => path.startsWith(`${project}/`)));
  const files = await manifestFiles(repository, shared);
  return manifestsIn(files).map(({ value, from }) => ({
    value: { ...value, path: `/${value.path}`, root: repository, folder: value.path },
    from,
  }));
}
