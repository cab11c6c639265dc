import { count } from '../verdict/evidence.ts';
import { readJson } from '../verdict/json-text.ts';

/** The files of a source. */
export interface SourceFiles {
  /** Paths of all. */
  readonly files: readonly string[];
  /** Paths of those that are no text. */
  readonly binary: readonly string[];
}

/**
 * Reads what `programs/source/files.ts` printed.
 * @throws ShapeError when it is no such answer
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

/** JavaScript and TypeScript files: what a linter could look at. */
export function scriptsAmong(files: readonly string[]): string[] {
  return files.filter((path) => /(?<!\.d)\.[cm]?[jt]sx?$/.test(path));
}

/** "12 files", or "12 of 15 files" where some were passed over. */
export function shareOf(looked: number, all: number): string {
  return looked === all ? count(all, 'file') : `${String(looked)} of ${count(all, 'file')}`;
}

/** Some names of many, for a line. */
export function someOf(paths: readonly string[], most = 3): string {
  const more = paths.length > most ? ` and ${String(paths.length - most)} more` : '';
  return `${paths.slice(0, most).join(', ')}${more}`;
}
