import type { Finding } from '../../verdict/finding.ts';
import {
  defaultRoot,
  endedWith,
  type Parsed,
  relativePath,
  type ToolOutput,
  unreadable,
} from '../../tools/answer.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import { longestText, plainLine } from '../../verdict/plain-text.ts';

/** Output of `prettier --write`: the files on stdout, and those that it could not read on stderr. */
export interface PrettierOutput extends ToolOutput {
  readonly stderr: string;
  /** The files that are not formatted, by version 2, which does not mark the others. Default: those without a mark. */
  readonly unformatted?: readonly string[];
}

/** Facts of a Prettier run besides its findings. */
export interface PrettierFacts {
  /** Paths of the files that were checked; without any, the gate is not green. */
  readonly files: readonly string[];
}

const syntaxError = /^\[error\] (?<file>\S[^:]*): (?<message>\w*Error: .*)$/;
/** A line about a file that was checked, with a mark if it did not change. */
const written = /^(?<file>.+) \d+ms(?<unchanged> \(unchanged\))?(?: \(cached\))?$/;

/**
 * Reads the output of `prettier --write`, run on a copy of the source. Unlike `--check`, it names each file
 * that it checked.
 * @param options.root the source directory in the container, default `/src`
 * @returns not ok if Prettier failed and names no file that it could not parse
 */
export function parsePrettier(
  { text, stderr, exitCode, unformatted: named }: PrettierOutput,
  { root = defaultRoot }: { readonly root?: string } = {},
): Parsed<PrettierFacts> {
  // 0: everything is written. 2: a file could not be read (Prettier, "CLI", exit codes).
  if (exitCode !== 0 && exitCode !== 2) return unreadable('prettier', endedWith(exitCode));
  const unparsable = linesOf(stderr).flatMap((line) => syntaxFinding(line, root));
  const seen = linesOf(text)
    .map((line) => written.exec(line)?.groups)
    .filter((groups) => groups !== undefined);
  if (exitCode === 2 && /^\[error\] No (?:supported )?files/m.test(stderr)) {
    // By a person's hand the same command fails.
    return seen.length > 0
      ? unreadable('prettier', lastErrors(stderr, exitCode))
      : { ok: true, findings: [], facts: { files: [] } };
  }
  const unformatted = seen.filter(({ file = '', unchanged }) =>
    named === undefined ? unchanged === undefined : named.includes(file),
  );
  const findings = [...unformatted.map(({ file = '' }) => formatFinding(file, root)), ...unparsable];
  if (exitCode === 2 && unparsable.length === 0) return unreadable('prettier', lastErrors(stderr, exitCode));
  const files = [...seen.map(({ file = '' }) => relativePath(file, root)), ...unparsable.map(pathOf)];
  return { ok: true, findings, facts: { files } };
}

function pathOf({ file = '' }: Finding): string {
  return file;
}

function formatFinding(file: string, root: string): Finding {
  return makeFinding({
    tool: 'prettier',
    rule: 'format',
    severity: 'HIGH',
    message: 'is not formatted',
    file: relativePath(file, root),
    line: 1,
    fix: 'dagger call format -y',
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

function lastErrors(stderr: string, exitCode: number): string {
  return `${endedWith(exitCode)}: ${plainLine(linesOf(stderr).slice(-3).join(' '), 300)}`;
}
