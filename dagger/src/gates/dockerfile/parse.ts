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
import type { JsonCursor } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import { severityAt } from '../../tools/severity.ts';

/** Facts about the Dockerfile besides hadolint's findings. */
export interface HadolintFacts {
  /** Build stages of the Dockerfile. hadolint has no findings for a file without any. */
  readonly stages: number;
}

/**
 * Reads the output of `hadolint --format json`.
 * @param output.dockerfile the text that hadolint checked, because its report does not say what it read
 * @returns not ok if it is no such report or hadolint ended with a code other than 0 or 1 (its README, "CLI")
 */
export function parseHadolint({
  text,
  exitCode,
  dockerfile,
}: ToolOutput & { readonly dockerfile: string }): Parsed<HadolintFacts> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable('hadolint', endedWith(exitCode));
  return readReport('hadolint', () => ({
    findings: readJson(text).items().map(findingOf),
    facts: { stages: [...dockerfile.matchAll(/^[ \t]*FROM[ \t]+\S/gim)].length },
  }));
}

function findingOf(result: JsonCursor): Finding {
  const rule = result.at('code').text();
  return makeFinding({
    tool: 'hadolint',
    rule,
    severity: severityAt('hadolint', result.at('level')),
    message: result.at('message').text(),
    file: relativePath(result.at('file').text(), defaultRoot),
    line: result.at('line').number(),
    column: result.at('column').optionalNumber(),
    url: pageOf(rule),
  });
}

/** The page that explains a rule: hadolint's wiki for its own rules, ShellCheck's wiki for those of the shell. */
function pageOf(rule: string): string | undefined {
  if (/^DL\d{4}$/.test(rule)) return `https://github.com/hadolint/hadolint/wiki/${rule}`;
  return /^SC\d{4}$/.test(rule) ? `https://www.shellcheck.net/wiki/${rule}` : undefined;
}
