import type { Evidence } from './evidence.ts';
import type { Finding } from './model.ts';

/** Where the sources stand in the containers; findings name files relative to it. */
export const sourceRoot = '/src/';

/** What an ESLint report says: how many files it looked at and what it found. */
export interface EslintReport {
  readonly files: number;
  readonly findings: readonly Finding[];
}

/**
 * Reads the output of `eslint --format json`.
 * @returns undefined when it is no such report
 */
export function parseEslint(text: string): EslintReport | undefined {
  const report = jsonOrUndefined(text);
  if (!Array.isArray(report)) return undefined;
  const files = report.filter(isEslintFile);
  if (files.length !== report.length) return undefined;
  return { files: files.length, findings: files.flatMap(eslintFindings) };
}

interface EslintFile {
  readonly filePath: string;
  readonly messages: readonly Record<string, unknown>[];
}

function isEslintFile(value: unknown): value is EslintFile {
  if (typeof value !== 'object' || value === null) return false;
  const { filePath, messages } = value as { filePath?: unknown; messages?: unknown };
  return typeof filePath === 'string' && Array.isArray(messages);
}

function eslintFindings({ filePath, messages }: EslintFile): Finding[] {
  return messages.map((message) => ({
    tool: 'eslint',
    rule: typeof message['ruleId'] === 'string' ? message['ruleId'] : 'syntax',
    severity: message['severity'] === 2 ? 'HIGH' : 'MEDIUM',
    message: textOf(message['message']),
    file: relative(filePath),
    ...position(message['line'], message['column']),
  }));
}

/**
 * Reads what `prettier --list-different` printed: a file a line, and syntax errors as `[error] FILE: SyntaxError: ...
 * (LINE:COLUMN)` on the error output.
 */
export function parsePrettier({ stdout, stderr }: Evidence): Finding[] {
  const unformatted = linesOf(stdout).map((file): Finding => ({
    tool: 'prettier',
    rule: 'format',
    severity: 'HIGH',
    message: 'is not formatted',
    file: relative(file),
    line: 1,
    fix: 'dagger call format export --path .',
  }));
  return [...unformatted, ...linesOf(stderr).flatMap(prettierSyntaxError)];
}

const prettierError =
  /^\[error\] (?<file>[^:]+): (?<message>SyntaxError: .*?)(?: \((?<line>\d+):(?<column>\d+)\))?$/;

function prettierSyntaxError(line: string): Finding[] {
  const groups = prettierError.exec(line)?.groups;
  if (groups === undefined) return [];
  const { file = '', message = '' } = groups;
  const at = position(Number(groups['line'] ?? 1), Number(groups['column'] ?? 1));
  return [{ tool: 'prettier', rule: 'syntax', severity: 'HIGH', message, file: relative(file), ...at }];
}

const tscError = /^(?:(?<file>.+?)\((?<line>\d+),(?<column>\d+)\): )?error (?<rule>TS\d+): (?<message>.*)$/;

/** Reads what `tsc --pretty false` printed; a line that is indented continues the finding above it. */
export function parseTsc(stdout: string): Finding[] {
  return linesOf(stdout).flatMap((line): Finding[] => {
    const groups = tscError.exec(line)?.groups;
    if (groups === undefined) return [];
    const { rule = '', message = '', file } = groups;
    const where =
      file === undefined
        ? {}
        : { file: relative(file), ...position(Number(groups['line']), Number(groups['column'])) };
    return [{ tool: 'tsc', rule, severity: 'HIGH', message, ...where }];
  });
}

function position(line: unknown, column: unknown): { line?: number; column?: number } {
  return {
    ...(typeof line === 'number' && line > 0 ? { line } : {}),
    ...(typeof column === 'number' && column > 0 ? { column } : {}),
  };
}

function relative(file: string): string {
  return file.startsWith(sourceRoot) ? file.slice(sourceRoot.length) : file;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : 'no message';
}

/** JSON or undefined: a report that cannot be read is a fact for the decision, not an exception. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
