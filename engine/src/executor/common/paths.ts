import { posix } from 'node:path';
import type { ContainerValue } from './values.ts';

/** An absolute path in a container: relative ones start at its working directory. */
export function pathIn({ config }: Pick<ContainerValue, 'config'>, path: string): string {
  return posix.resolve('/', config.workdir, path);
}

/** Whether an absolute path is another one or lies below it. */
export function isIn(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
