import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A package as a registry has it: its archive, and the digest that lockfiles name. */
export interface PackageArchive {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly bytes: Buffer;
  readonly integrity: string;
}

/** Makes a package out of its files, the same of the same files. */
export function packageArchive(
  manifest: PackageArchive['manifest'] & Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>>,
): PackageArchive {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    for (const [path, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
      const place = join(folder, 'package', path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, text);
    }
    const tar = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '-czf'];
    execFileSync('tar', [...tar, 'package.tgz', 'package'], { cwd: folder });
    const bytes = readFileSync(join(folder, 'package.tgz'));
    return { manifest, bytes, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
