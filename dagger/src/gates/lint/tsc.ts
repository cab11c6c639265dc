import { errorSummary } from '../../verdict/error-summary.ts';
import type { Finding } from '../../verdict/finding.ts';
import {
  defaultRoot,
  endedWith,
  type Parsed,
  readReport,
  relativePath,
  type ToolOutput,
  unreadable,
} from '../../tools/answer.ts';
import { readJson } from '../../verdict/json-text.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import { longestText, plainLine } from '../../verdict/plain-text.ts';

/** Facts of a type check besides its findings. */
export interface TscFacts {
  /** Configurations that were checked, as paths in the source; without any, the gate is not green. */
  readonly configurations: readonly string[];
  /** Files of the source that the compiler checked, including JavaScript if its configuration says so. */
  readonly files: number;
  /** TypeScript files of the source that it did not check. */
  readonly missed: number;
  /** Configurations that could not be checked, in the compiler's words. */
  readonly incomplete: readonly string[];
}

/**
 * TypeScript's codes for a compilation that checked no source, if they are about a configuration and not about a line
 * of code: no inputs, a missing configuration, a wrong option.
 */
const notChecked = /^TS(?:18002|18003|5\d{3}|6\d{3})$/;

const diagnostic =
  /^(?:(?<file>\S.*?)\((?<line>\d{1,9}),(?<column>\d{1,9})\): )?error (?<rule>TS\d{1,6}): (?<message>.*)$/;

/**
 * Reads the output of `programs/typecheck/typecheck.js`: the compiler's errors and, last, a line of facts.
 * @param options.root the source directory in the container, default `/src`
 * @param options.tool the compiler's name in findings, default `tsc`
 * @returns not ok if the compiler failed without an error of its own, or if the facts are missing
 */
export function parseTsc(
  { text, exitCode }: ToolOutput,
  { root = defaultRoot, tool = 'tsc' }: { readonly root?: string; readonly tool?: string } = {},
): Parsed<TscFacts> {
  // 0 is clean, 1 and 2 are errors with and without output, 3 to 5 belong to build mode (ExitStatus in TypeScript's
  // sources).
  if (exitCode < 0 || exitCode > 5) return unreadable(tool, endedWith(exitCode));
  const all = diagnosticsOf(text).map((lines) => findingOf(lines, { root, tool }));
  const isOfConfiguration = ({ rule, file }: Finding): boolean =>
    notChecked.test(rule) && (file === undefined || file.endsWith('.json'));
  const incomplete = all.filter(isOfConfiguration).map(({ rule, file, message }) => {
    return `${file === undefined ? '' : `${file}: `}${rule}: ${message}`;
  });
  if (exitCode !== 0 && all.length === 0) {
    return unreadable(
      tool,
      `${endedWith(exitCode)} and no error: ${errorSummary({ stdout: text, stderr: '' })}`,
    );
  }
  if (exitCode === 0 && all.length > 0)
    return unreadable(tool, 'ended with code 0 although it reported errors');
  const findings = all.filter((finding) => !isOfConfiguration(finding));
  return readReport(tool, () => ({ findings, facts: { ...factsOf(text), incomplete } }));
}

/** The facts in the last line. @throws ShapeError if it has another shape */
function factsOf(text: string): Omit<TscFacts, 'incomplete'> {
  const facts = readJson(text.trim().split(/\r?\n/).at(-1) ?? '').at('typecheck');
  return {
    configurations: facts
      .at('configurations')
      .items()
      .map((item) => plainLine(item.text())),
    files: facts.at('files').number(),
    missed: facts.at('missed').number(),
  };
}

/** The lines of each diagnostic; an indented line continues the one above. */
function diagnosticsOf(text: string): string[][] {
  const all: string[][] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.length <= longestText && diagnostic.test(line)) all.push([line]);
    else if (/^\s+\S/.test(line)) all.at(-1)?.push(line.slice(0, longestText));
  }
  return all;
}

function findingOf(
  [first = '', ...rest]: readonly string[],
  { root, tool }: { readonly root: string; readonly tool: string },
): Finding {
  const { file, line, column, rule = '', message = '' } = diagnostic.exec(first)?.groups ?? {};
  return makeFinding({
    tool,
    rule,
    severity: 'HIGH',
    message: [message, ...rest].join('\n'),
    file: file === undefined ? undefined : relativePath(file, root),
    line: Number(line),
    column: Number(column),
  });
}
