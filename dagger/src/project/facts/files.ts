import { mostManifestFiles } from './manifests/found.ts';
import { mayHaveProbes } from './manifests/probes.ts';
import { depthOf, folderOf, nameOf, topFirst } from './paths.ts';

/** Most files that are read to answer what a project is. */
export const mostFactFiles = 380;

/** Files at the top that are read. Lockfiles are read for their first lines; package-lock.json says nothing else. */
const topFiles = new Set([
  'package.json',
  'pnpm-workspace.yaml',
  'pnpm-lock.yaml',
  'yarn.lock',
  '.yarnrc.yml',
  '.yarnrc',
  '.nvmrc',
  '.node-version',
  '.tool-versions',
  'mise.toml',
  '.mise.toml',
]);

/** Files that are read in any folder, in the order in which there is room for them. */
const anywhere: readonly { readonly most: number; readonly isOne: (path: string) => boolean }[] = [
  { most: 200, isOne: (path) => nameOf(path) === 'package.json' },
  { most: 40, isOne: isDockerfile },
  { most: 20, isOne: isEnvironmentExample },
  { most: 20, isOne: (path) => nameOf(path) === 'Chart.yaml' },
  { most: mostManifestFiles, isOne: mayHaveProbes },
  { most: 30, isOne: (path) => /^\.?biome\.jsonc?$/.test(nameOf(path)) },
];

/**
 * The files that must be read to answer what a project is: at most {@link mostFactFiles}, those nearest to the top
 * first.
 * @param paths of all files
 */
export function factFiles(paths: readonly string[]): string[] {
  const top = paths.filter((path) => depthOf(path) === 0 && topFiles.has(path));
  const others = anywhere.flatMap(({ most, isOne }) => topFirst(paths.filter(isOne)).slice(0, most));
  return [...new Set([...top, ...others])].slice(0, mostFactFiles);
}

/**
 * Whether a file is a Dockerfile by its name: Dockerfile, Containerfile, Dockerfile.api, api.Dockerfile. Those of a
 * development container are none of what is shipped.
 */
export function isDockerfile(path: string): boolean {
  if (folderOf(path).split('/').includes('.devcontainer')) return false;
  const name = nameOf(path);
  if (name.endsWith('.dockerignore')) return false;
  return /^(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?$|^dockerfile$|^[\w.-]+\.[Dd]ockerfile$/.test(name);
}

/** Whether a file is an example of an environment by its name. `.env` itself is never read: it may have secrets. */
export function isEnvironmentExample(path: string): boolean {
  const name = nameOf(path);
  return /^\.?env(?:[._-][\w-]+)*[._-](?:example|sample|template|dist)$|^\.?(?:example|sample)\.env$/.test(
    name,
  );
}
