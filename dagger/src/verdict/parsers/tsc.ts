import type { Finding } from '../model.ts';
import type { Parsed, ToolOutput } from './answer.ts';
import { defaultRoot, endedWith, relativePath, unreadable } from './answer.ts';
import { makeFinding } from './make-finding.ts';
import { longestText, plainLine } from './plain-text.ts';

/** TypeScript's codes for a compilation that looked at no source: no inputs, no configuration, a wrong option. */
const notChecked = /^TS(?:18002|18003|5\d{3}|6\d{3})$/;

const diagnostic =
  /^(?:(?<file>\S.*?)\((?<line>\d{1,9}),(?<column>\d{1,9})\): )?error (?<rule>TS\d{1,6}): (?<message>.*)$/;

/**
 * Reads what `tsc --noEmit --pretty false` printed on its standard output.
 * @param options.root the source directory in the container, default `/src`
 * @returns not ok when the compiler failed without an error of its own, looked at no file (TS18003), or could not
 *   read its configuration
 */
export function parseTsc(
  { text, exitCode }: ToolOutput,
  { root = defaultRoot }: { readonly root?: string } = {},
): Parsed<Record<string, never>> {
  // 0 is clean, 1 and 2 are errors with and without output (ExitStatus in TypeScript's sources).
  if (exitCode < 0 || exitCode > 2) return unreadable('tsc', endedWith(exitCode));
  const findings = diagnosticsOf(text).map((lines) => findingOf(lines, root));
  const reason = findings.find((finding) => notChecked.test(finding.rule));
  if (reason !== undefined) return unreadable('tsc', `${reason.rule}: ${reason.message}`);
  if (exitCode !== 0 && findings.length === 0) {
    return unreadable('tsc', `${endedWith(exitCode)} and no error: ${plainLine(text, 300)}`);
  }
  if (exitCode === 0 && findings.length > 0)
    return unreadable('tsc', 'ended with code 0 in spite of its errors');
  return { ok: true, findings, facts: {} };
}

/** The lines of each diagnostic: one that is indented continues the diagnostic above it. */
function diagnosticsOf(text: string): string[][] {
  const all: string[][] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.length <= longestText && diagnostic.test(line)) all.push([line]);
    else if (/^\s+\S/.test(line)) all.at(-1)?.push(line.slice(0, longestText));
  }
  return all;
}

function findingOf([first = '', ...rest]: readonly string[], root: string): Finding {
  const { file, line, column, rule = '', message = '' } = diagnostic.exec(first)?.groups ?? {};
  return makeFinding({
    tool: 'tsc',
    rule,
    severity: 'HIGH',
    message: [message, ...rest].join('\n'),
    file: file === undefined ? undefined : relativePath(file, root),
    line: Number(line),
    column: Number(column),
  });
}
