import type { Directory, File, Service } from '@dagger.io/dagger';

import { sourcePath } from './arguments.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** The module's arguments, as the caller gave them. */
export interface Arguments {
  readonly source: Directory;
  /** Folder of the project in the source. */
  readonly directory: string;
  /** Empty for the one that is found. */
  readonly dockerfile: string;
  readonly manifests: string;
  /** 0 for the one that is found. */
  readonly port: number;
  /** Empty for the one that is found. */
  readonly healthPath: string;
  /** Empty for the threshold of `pipeline.json`. */
  readonly threshold: string;
  readonly conversation?: File;
  readonly trivyCache?: Directory;
  readonly advisories?: Service;
  readonly trivyDatabase: string;
  readonly base: string;
  /** Gates to run again in spite of cached results. */
  readonly rerun: readonly string[];
}

/** The folder of the project. @throws UsageError when the source has none of that name */
export async function folderOf({ source, directory }: Arguments): Promise<Directory> {
  const path = sourcePath('--directory', directory);
  if (path === '.') return source;
  const isFolder = (await source.glob(`${path}/*`)).length > 0;
  if (!isFolder) throw new UsageError(`--directory: expected a folder of the source, got ${path}`);
  return source.directory(path);
}
