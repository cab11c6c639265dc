import { plainLine } from '../../verdict/plain-text.ts';

/** An answer about a project, with the evidence for it. */
export interface Fact<T> {
  readonly value: T;
  /** File and line of the evidence, such as `package.json: packageManager "pnpm@9.15.0"`; plain text on one line. */
  readonly from: string;
}

/** Answers, with what else a person should know: contradictions, and what was not understood. */
export interface Found<T> {
  readonly found: T;
  readonly notes: readonly string[];
}

/** The files of a project, without `.git` and `node_modules`. */
export interface ProjectFiles {
  /** Paths of all files, relative to the project's folder. */
  readonly paths: readonly string[];
  /** The text of a file; undefined for a file that was not read. */
  readonly text: (path: string) => string | undefined;
}

/** An answer with its evidence. Evidence that another part contains is left out. */
export function fact<T>(value: T, ...evidence: readonly (string | undefined)[]): Fact<T> {
  const parts = [...new Set(evidence)].filter((part) => part !== undefined);
  const told = parts.filter((part) => !parts.some((other) => other !== part && other.includes(part)));
  return { value, from: plainLine(told.join('; ')) };
}

/** A list with the notes of each part. */
export function together<T>(parts: readonly Found<readonly T[]>[]): Found<readonly T[]> {
  return { found: parts.flatMap(({ found }) => found), notes: parts.flatMap(({ notes }) => notes) };
}

/** The value of the first entry of a table that has one; undefined where none has. */
export function firstOf<T, R>(items: readonly T[], read: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const value = read(item);
    if (value !== undefined) return value;
  }
  return undefined;
}
