import { type Fact, fact, type ProjectFiles } from '../fact.ts';
import { folderOf, nameOf, topFirst, within } from '../paths.ts';
import { type FoundManifests, isKustomization, isObjectFile, isSample, isYaml } from './kinds.ts';
import { isManifest } from './named.ts';

/** Most files that are read to see whether they are manifests. */
export const mostManifestFiles = 500;

/** Folders that manifests usually lie in. */
const usual = /^\.?(?:k8s|kube|kubernetes|deploy|deployment|deployments|manifests?|infra)(?:[-_.].*)?$/i;

/** Whether a file may be a manifest of plain YAML, so that it has to be read. */
export function mayBeManifest(path: string): boolean {
  const name = nameOf(path);
  if (!isObjectFile(name) || isSample(path)) return false;
  const folders = path.split('/').slice(0, -1);
  return folders.length === 0 ? isYaml(name) : folders.some((folder) => usual.test(folder));
}

/**
 * The folders with Kubernetes manifests: charts, kustomizations, and folders of plain YAML with a workload. What lies in
 * one of them is none of its own.
 * @param files of the source
 */
export function manifestsIn(files: ProjectFiles): Fact<FoundManifests>[] {
  const paths = topFirst(files.paths.filter((path) => !isSample(path)));
  const charts = chartsIn(paths, files);
  const kustomizations = kustomizationsIn(outside(paths, charts));
  const folders = foldersIn(outside(paths, [...charts, ...kustomizations]), files);
  return [...kustomizations, ...charts, ...folders];
}

/** Whether a file is in a folder. */
function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}

/** The path of a file relative to a folder that it is below. */
function relative(path: string, folder: string): string {
  return folder === '.' ? path : path.slice(folder.length + 1);
}

function outside(paths: readonly string[], found: readonly Fact<FoundManifests>[]): string[] {
  return paths.filter((path) => !found.some(({ value }) => isBelow(path, value.path)));
}

/** Charts that are not another one's dependency. A library chart has nothing to deploy (Helm's manual, "Library Charts"). */
function chartsIn(paths: readonly string[], files: ProjectFiles): Fact<FoundManifests>[] {
  const charts = paths.filter((path) => nameOf(path) === 'Chart.yaml');
  const top = charts.filter(
    (path) => !charts.some((other) => other !== path && isBelow(path, within(folderOf(other), 'charts'))),
  );
  return top
    .filter((path) => !/^type:\s*["']?library\b/m.test(files.text(path) ?? ''))
    .map((path) => fact({ kind: 'chart', path: folderOf(path), folders: [], files: [] }, path));
}

/** Kustomizations by the folder that bases, overlays and components lie in. */
function kustomizationsIn(paths: readonly string[]): Fact<FoundManifests>[] {
  const byTop = new Map<string, string[]>();
  for (const path of paths.filter((one) => isKustomization(nameOf(one)))) {
    const folder = folderOf(path);
    const known = [...byTop.keys()].find((top) => top !== '.' && isBelow(folder, top));
    const top = known ?? topOf(folder);
    byTop.set(top, [...(byTop.get(top) ?? []), folder]);
  }
  return [...byTop].map(([path, folders]) =>
    fact(
      {
        kind: 'kustomization',
        path,
        folders: folders.map((folder) => (folder === path ? '.' : relative(folder, path))),
        files: [],
      },
      ...folders.slice(0, 3).map((folder) => within(folder, 'kustomization.yaml')),
    ),
  );
}

/** Folders below which one set of manifests has its parts. */
const layers = new Set([
  'base',
  'bases',
  'overlay',
  'overlays',
  'component',
  'components',
  'environments',
  'envs',
]);

/** The folder above a base, an overlay or a component. */
function topOf(folder: string): string {
  const folders = folder.split('/');
  const index = folders.findIndex((name) => layers.has(name));
  return index < 0 ? folder : folders.slice(0, index).join('/') || '.';
}

/** Folders of plain YAML in which something is run. */
function foldersIn(paths: readonly string[], files: ProjectFiles): Fact<FoundManifests>[] {
  const manifests = paths.filter((path) => mayBeManifest(path) && isManifest(files.text(path)));
  const tops = [...new Set(manifests.map(usualFolder))];
  return tops
    .filter((top) => !tops.some((other) => other !== top && other !== '.' && isBelow(top, other)))
    .flatMap((top) => folderAt(top, manifests, files));
}

function folderAt(top: string, manifests: readonly string[], files: ProjectFiles): Fact<FoundManifests>[] {
  const own = manifests.filter((path) => (top === '.' ? folderOf(path) === '.' : isBelow(path, top)));
  const workloads = own.filter((path) => runsSomething(files.text(path) ?? ''));
  if (workloads.length === 0) return [];
  return [
    fact(
      { kind: 'folder', path: top, folders: [], files: own.map((path) => relative(path, top)) },
      workloads[0],
    ),
  ];
}

/** The outermost folder of a usual name that a file lies in, `.` for a file at the top. */
function usualFolder(path: string): string {
  const folders = folderOf(path).split('/');
  const index = folders.findIndex((folder) => usual.test(folder));
  return index < 0 ? '.' : folders.slice(0, index + 1).join('/');
}

function runsSomething(text: string): boolean {
  return /(?:^|[{,]\s*)["']?kind["']?\s*:\s*["']?(?:Deployment|StatefulSet|DaemonSet|Pod)\b/m.test(text);
}
