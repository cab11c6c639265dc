import type { ProjectFiles } from '../fact.ts';
import { folderOf, nameOf, topFirst } from '../paths.ts';
import { type FoundManifests, isKustomization, isObjectFile } from './kinds.ts';

/** What lies in a folder that is named as the one with the manifests. */
type NamedManifests = Omit<FoundManifests, 'path'>;

/**
 * What a folder of manifests is that somebody has named: a chart, a kustomization, or plain YAML of any names.
 * @param files of that folder, relative to it
 * @returns undefined where it has nothing of the kind
 */
export function manifestsAt(files: ProjectFiles): NamedManifests | undefined {
  const paths = topFirst(files.paths);
  if (paths.includes('Chart.yaml')) return { kind: 'chart', folders: [], files: [] };
  const folders = paths.filter((path) => isKustomization(nameOf(path))).map(folderOf);
  if (folders.length > 0) return { kind: 'kustomization', folders, files: [] };
  const plain = paths.filter((path) => isObjectFile(nameOf(path)) && isManifest(files.text(path)));
  return plain.length === 0 ? undefined : { kind: 'folder', folders: [], files: plain };
}

/**
 * Whether a text has an object of Kubernetes, as YAML of either style or as JSON. One that was not read may be: it is not
 * left out in silence.
 */
export function isManifest(text: string | undefined): boolean {
  if (text === undefined) return true;
  const block = /^["']?apiVersion["']?\s*:\s*\S/m.test(text) && /^["']?kind["']?\s*:\s*\S/m.test(text);
  if (block || !/^\s*[{[]/m.test(text)) return block;
  return /[{,]\s*["']?apiVersion["']?\s*:/.test(text) && /[{,]\s*["']?kind["']?\s*:/.test(text);
}
