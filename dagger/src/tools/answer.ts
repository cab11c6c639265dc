import { abnormalEnd } from '../verdict/evidence.ts';
import { ShapeError } from '../verdict/json.ts';
import type { Finding } from '../verdict/model.ts';
import { plainLine } from '../verdict/plain-text.ts';

/** What a tool left behind: its report, or what it printed, and the code that it ended with. */
export interface ToolOutput {
  readonly text: string;
  readonly exitCode: number;
}

/** What a parser found when the report could be read. */
export interface Reading<Facts> {
  readonly findings: readonly Finding[];
  readonly facts: Facts;
}

/**
 * What a report says: its findings and some facts about the run, or why it could not be read. A report that cannot be
 * read is never a report without findings.
 */
export type Parsed<Facts> =
  ({ readonly ok: true } & Reading<Facts>) | { readonly ok: false; readonly reason: string };

/** Where the source stands in the tools' containers, when a caller does not say it. Findings name files relative to it. */
export const defaultRoot = '/src';

/** An answer that says why the report could not be read. */
export function unreadable(tool: string, reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: `${tool}: ${reason}` };
}

/**
 * Runs a parser; a report that does not have its tool's shape becomes an answer that says where. Any other error is a
 * bug and goes on.
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

/** The words for an exit code with which a tool has checked nothing. */
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

/** Line and column for a finding: left out where the tool gave none that counts from 1. */
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
