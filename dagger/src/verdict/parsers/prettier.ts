import type { Finding } from '../model.ts';
import type { Parsed, ToolOutput } from './answer.ts';
import { defaultRoot, endedWith, relativePath, unreadable } from './answer.ts';
import { makeFinding } from './make-finding.ts';
import { longestText, plainLine } from './plain-text.ts';

/** What `prettier --list-different` printed: names of files on its output, what it could not read on the other. */
export interface PrettierOutput extends ToolOutput {
  readonly stderr: string;
}

const syntaxError = /^\[error\] (?<file>\S[^:]*): (?<message>\w*Error: .*)$/;

/**
 * Reads what `prettier --list-different` printed.
 * @param options.root the source directory in the container, default `/src`
 * @returns not ok when Prettier failed and names no file that it could not parse
 */
export function parsePrettier(
  { text, stderr, exitCode }: PrettierOutput,
  { root = defaultRoot }: { readonly root?: string } = {},
): Parsed<Record<string, never>> {
  // 0 is formatted, 1 is not formatted, 2 is that something could not be read (Prettier, "CLI", --check).
  if (exitCode < 0 || exitCode > 2) return unreadable('prettier', endedWith(exitCode));
  const unparsable = linesOf(stderr).flatMap((line) => syntaxFinding(line, root));
  const unformatted = linesOf(text).map((file) => formatFinding(file, root));
  const findings = [...unformatted, ...unparsable];
  if (exitCode === 2 && unparsable.length === 0) return unreadable('prettier', lastWords(stderr, exitCode));
  if (exitCode === 1 && findings.length === 0) return unreadable('prettier', lastWords(stderr, exitCode));
  if (exitCode === 0 && findings.length > 0)
    return unreadable('prettier', 'ended with code 0 in spite of its list');
  return { ok: true, findings, facts: {} };
}

function formatFinding(file: string, root: string): Finding {
  return makeFinding({
    tool: 'prettier',
    rule: 'format',
    severity: 'HIGH',
    message: 'is not formatted',
    file: relativePath(file, root),
    line: 1,
    fix: 'dagger call format export --path .',
  });
}

function syntaxFinding(line: string, root: string): Finding[] {
  const { file, message = '' } = syntaxError.exec(line)?.groups ?? {};
  if (file === undefined) return [];
  const at = /\((\d{1,9}):(\d{1,9})\)$/.exec(message);
  return [
    makeFinding({
      tool: 'prettier',
      rule: 'syntax',
      severity: 'HIGH',
      message: message.replace(/ ?\(\d{1,9}:\d{1,9}\)$/, ''),
      file: relativePath(file, root),
      line: Number(at?.[1] ?? 1),
      column: Number(at?.[2] ?? 1),
    }),
  ];
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && line.length <= longestText);
}

function lastWords(stderr: string, exitCode: number): string {
  return `${endedWith(exitCode)}: ${plainLine(linesOf(stderr).slice(-3).join(' '), 300)}`;
}
