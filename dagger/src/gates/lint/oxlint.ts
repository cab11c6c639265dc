import type { Finding } from '../../verdict/finding.ts';
import { endedWith, type Parsed, readReport, type ToolOutput, unreadable } from '../../tools/answer.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import { severityAt } from '../../tools/severity.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';

/**
 * Reads the output of `oxlint --format=json`: an object with diagnostics, or before version 1 a list of them, without lines.
 * Sentences may stand before it.
 * @returns not ok if it is no such report, or oxlint ended with a code other than 0 or 1
 */
export function parseOxlint({ text, exitCode }: ToolOutput): Parsed<object> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable('oxlint', endedWith(exitCode));
  return readReport('oxlint', () => {
    const report = readJson(text.slice(Math.max(0, text.search(/^\s*[[{]/m))));
    const diagnostics = Array.isArray(report.value) ? report : report.at('diagnostics');
    return { findings: diagnostics.items().map(findingAt), facts: {} };
  });
}

function findingAt(diagnostic: JsonCursor): Finding {
  const [label] = diagnostic.at('labels').optionalItems();
  const span = label?.at('span');
  return makeFinding({
    tool: 'oxlint',
    // A parse error has no code.
    rule: diagnostic.at('code').optionalText() ?? 'syntax',
    severity: severityAt('oxlint', diagnostic.at('severity')),
    message: diagnostic.at('message').text(),
    file: diagnostic.at('filename').optionalText(),
    line: span?.at('line').optionalNumber(),
    column: span?.at('column').optionalNumber(),
    fix: diagnostic.at('help').optionalText(),
    url: diagnostic.at('url').optionalText(),
  });
}

/** The number of files in `Finished in 43ms on 12 files with 96 rules using 2 threads.`; 0 if oxlint does not say it. */
export function lintedFiles(text: string): number {
  return Number(/^Finished in \S+ on (\d+) files? /m.exec(text)?.[1] ?? 0);
}
