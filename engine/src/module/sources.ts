import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A module's code, as the SDK loads it. */
export interface ModuleSources {
  /** Absolute paths of all `.ts` and `.mts` files under `src`, sorted. */
  readonly files: readonly string[];
  /** SHA-256 of their paths and contents, and of the files beside them that change how they load. */
  readonly digest: string;
}

/** Files of the source folder that change how the code loads. */
const settings = ['package.json', 'tsconfig.json'];

/** Reads a module's code. @param source Absolute path of the module's source folder. */
export function readSources(source: string): ModuleSources {
  const files = readdirSync(join(source, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const present = new Set(readdirSync(source));
  const beside = settings.filter((name) => present.has(name)).map((name) => join(source, name));
  const hash = createHash('sha256');
  for (const file of [...files, ...beside]) {
    const content = readFileSync(file);
    const name = relative(source, file);
    hash.update(`${name.length}:${name}${content.length}:`).update(content);
  }
  return { files, digest: hash.digest('hex') };
}
