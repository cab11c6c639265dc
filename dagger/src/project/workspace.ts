/** The folders above a path, the nearest first, and the top last: `a`, `.` for `a/b`. */
export function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return path === '.'
    ? []
    : [...names.map((_, index) => names.slice(0, names.length - index).join('/')), '.'];
}

/** The path of a folder as seen from another one above it. */
export function pathFrom(above: string, path: string): string {
  return above === '.' ? path : path.slice(above.length + 1);
}

/** A path in a folder, seen from the top: `a/b` for `b` in `a`. */
export function pathIn(folder: string, path: string): string {
  return [folder, path].filter((part) => part !== '.').join('/') || '.';
}

/** The folder of a project in a container: the sources of its workspace are in /src. */
export function workdirOf({ folder }: { readonly folder: string }): string {
  return folder === '.' ? '/src' : `/src/${folder}`;
}
