import { abnormalEnd } from '../verdict/evidence.ts';
import { ShapeError } from '../verdict/json.ts';
import type { Finding } from '../verdict/finding.ts';
import { plainLine } from '../verdict/plain-text.ts';

/** A tool's report or output, and its exit code. */
export interface ToolOutput {
  readonly text: string;
  readonly exitCode: number;
}

/** The content of a report that could be read. */
export interface Reading<Facts> {
  readonly findings: readonly Finding[];
  readonly facts: Facts;
}

/**
 * A parsed report: findings and facts about the run, or why it could not be read. A report that cannot be
 * read is never a report without findings.
 */
export type Parsed<Facts> =
  ({ readonly ok: true } & Reading<Facts>) | { readonly ok: false; readonly reason: string };

/** The default source directory in the tools' containers. Findings name files relative to it. */
export const defaultRoot = '/src';

/** The result for a report that could not be read. */
export function unreadable(tool: string, reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: `${tool}: ${reason}` };
}

/**
 * Runs a parser. A report of another shape gives a result that names the place. Any other error is a
 * bug and is thrown on.
 * @param tool named at the beginning of the reason
 */
export function readReport<Facts>(tool: string, read: () => Reading<Facts>): Parsed<Facts> {
  try {
    return { ok: true, ...read() };
  } catch (error) {
    if (error instanceof ShapeError) return unreadable(tool, plainLine(error.message));
    throw error;
  }
}

/** The reason for an exit code with which a tool has checked nothing. */
export function endedWith(exitCode: number): string {
  return abnormalEnd({ exitCode }) ?? `ended with code ${String(exitCode)}`;
}

/**
 * The path of a file relative to the source directory.
 * @param file as the tool named it: absolute, relative, or a file: URI
 * @param root the source directory in the tool's container
 */
export function relativePath(file: string, root: string): string {
  const path = file.startsWith('file://') ? file.slice('file://'.length) : file;
  const prefix = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path.replace(/^\.\//, '');
}

/** Line and column for a finding, each left out unless it is a whole number from 1. */
export function position(
  line?: number,
  column?: number,
): { readonly line?: number; readonly column?: number } {
  if (!isPosition(line)) return {};
  return isPosition(column) ? { line, column } : { line };
}

function isPosition(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value > 0;
}
