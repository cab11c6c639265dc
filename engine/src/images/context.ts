import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pack as startPack } from 'tar-stream';
import { runCommand } from './command.ts';
import type { ContextFile } from './recipe-digest.ts';
import type { NpmPackage } from './recipe.ts';

/** The files under a folder, as a build context has them. */
export async function readContext(folder: string): Promise<ContextFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => ({
      path: relative(folder, file).replaceAll(sep, '/'),
      content: await readFile(file),
      executable: ((await stat(file)).mode & 0o100) !== 0,
    })),
  );
}

/** Packs a build context; owners and times are fixed, so that the same files are the same bytes. */
export function packContext(files: readonly ContextFile[]): Readable {
  const pack = startPack();
  for (const { path, content, executable } of files) {
    pack.entry({ name: path, mode: executable ? 0o755 : 0o644, mtime: new Date(0) }, content);
  }
  pack.finalize();
  // The pack is a stream of another library's, with Node's interface only in part.
  return Readable.from(pack);
}

/**
 * Fetches packages with the host's npm and compares them with their pins.
 * @returns `packages/<name>.tgz` for each
 * @throws Error when npm is missing, cannot fetch, or brings other bytes
 */
export async function fetchNpmPackages(
  packages: readonly NpmPackage[],
  signal?: AbortSignal,
): Promise<ContextFile[]> {
  if (packages.length === 0) return [];
  const folder = await mkdtemp(join(tmpdir(), 'npm-packages-'));
  try {
    return await Promise.all(packages.map((wanted) => fetchNpmPackage(wanted, folder, signal)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function fetchNpmPackage(
  { name, version, integrity }: NpmPackage,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<ContextFile> {
  const spec = `${name}@${version}`;
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, spec];
  const result = await runCommand('npm', args, { cwd: folder, signal });
  if (result.status === 'missing') throw new Error(`npm is needed to fetch ${spec} and is not on PATH`);
  if (result.code !== 0)
    throw new Error(`npm pack ${spec} exited with ${result.code}: ${result.stderr.trim()}`);
  const content = await readFile(join(folder, result.stdout.trim()));
  const actual = `sha512-${createHash('sha512').update(content).digest('base64')}`;
  if (actual !== integrity) throw new Error(`${spec} should be ${integrity} and is ${actual}`);
  return { path: `packages/${name}.tgz`, content, executable: false };
}
