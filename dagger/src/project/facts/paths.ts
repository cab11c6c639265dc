/** The folder of a file; `.` for the top. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}

/** The name of a file, without its folders. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A file of a folder. */
export function within(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}

/** How many folders a file is below the top. */
export function depthOf(path: string): number {
  return path.split('/').length - 1;
}

/** Paths from the top down, those of a folder by name, so that the same files always give the same order. */
export function topFirst(paths: readonly string[]): string[] {
  return [...paths].sort((left, right) => depthOf(left) - depthOf(right) || (left < right ? -1 : 1));
}

/** Lines of a text, whatever ends them, without a byte order mark. */
export function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
}
