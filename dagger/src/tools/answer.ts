import { abnormalEnd } from '../verdict/evidence.ts';
import type { Finding } from '../verdict/model.ts';

/** What a tool left behind: its report, or what it printed, and the code that it ended with. */
export interface ToolOutput {
  readonly text: string;
  readonly exitCode: number;
}

/**
 * What a report says: its findings and some facts about the run, or why it could not be read. A report that cannot be
 * read is never a report without findings.
 */
export type Parsed<Facts> =
  | { readonly ok: true; readonly findings: readonly Finding[]; readonly facts: Facts }
  | { readonly ok: false; readonly reason: string };

/** Where the source stands in the tools' containers, when a caller does not say it. Findings name files relative to it. */
export const defaultRoot = '/src';

/** An answer that says why the report could not be read. */
export function unreadable(tool: string, reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: `${tool}: ${reason}` };
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
