import { count } from '../verdict/evidence.ts';
import { readJson } from '../verdict/json-text.ts';

/** The files of a source. */
export interface SourceFiles {
  /** Paths of all files. */
  readonly files: readonly string[];
  /** Paths of the binary files. */
  readonly binary: readonly string[];
}

/**
 * Reads the output of `programs/source/files.ts`.
 * @throws ShapeError if it has another shape
 */
export function parseSourceFiles(text: string): SourceFiles {
  const answer = readJson(text);
  const paths = (list: string): string[] =>
    answer
      .at(list)
      .items()
      .map((path) => path.text());
  return { files: paths('files'), binary: paths('binary') };
}

/** JavaScript and TypeScript files, which a linter could check. */
export function scriptsAmong(files: readonly string[]): string[] {
  return files.filter((path) => /(?<!\.d)\.[cm]?[jt]sx?$/.test(path));
}

/** "12 files", or "12 of 15 files" if some were skipped. */
export function shareOf(looked: number, all: number): string {
  return looked === all ? count(all, 'file') : `${String(looked)} of ${count(all, 'file')}`;
}

/** The first names of a list, and how many more there are. */
export function someOf(paths: readonly string[], most = 3): string {
  const more = paths.length > most ? ` and ${String(paths.length - most)} more` : '';
  return `${paths.slice(0, most).join(', ')}${more}`;
}
