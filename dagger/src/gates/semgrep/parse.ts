import type { Finding } from '../../verdict/finding.ts';
import {
  defaultRoot,
  endedWith,
  type Parsed,
  readReport,
  relativePath,
  type ToolOutput,
} from '../../tools/answer.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { ShapeError } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { makeFinding, weaknesses } from '../../tools/make-finding.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { severityAt } from '../../tools/severity.ts';

/** Facts of a Semgrep report besides its findings. */
export interface SemgrepFacts {
  readonly version: string;
  /** Files that were scanned; a gate with zero is not green. */
  readonly filesScanned: number;
  /** Results that a `nosemgrep` comment suppresses, if the report has them. */
  readonly suppressed: readonly Finding[];
  /** Parts that could not be checked, in Semgrep's words: a file that does not parse, a rule that timed out. */
  readonly incomplete: readonly string[];
  /** The same for minified files and programs of package managers, which nobody in the project writes. */
  readonly generated: readonly string[];
}

/** What a tool wrote and Semgrep itself leaves out by default (Semgrep, "Ignore files", default patterns). */
const generated = /(?:^|\/)\.(?:yarn|npm)\/|\.min\.[cm]?js$|(?:^|\/)\.pnp\.[cm]?js$/;

/**
 * Reads the output of `semgrep scan --json`.
 * @param options.root the source directory in the container, default `/src`
 * @returns not ok if it is no such report, if Semgrep ended with a code other than 0 or 1, or if it reports an error
 *   that ended the scan
 */
export function parseSemgrep(
  { text, exitCode }: ToolOutput,
  { root = defaultRoot }: { readonly root?: string } = {},
): Parsed<SemgrepFacts> {
  return readReport('semgrep', () => {
    const report = readFinished(text, exitCode);
    const errors = report.at('errors').items();
    const fatal = errors.find((error) => error.at('level').text() === 'error');
    if (fatal !== undefined) throw new ShapeError(messageOf(fatal));
    const results = report
      .at('results')
      .items()
      .map((result) => resultOf(result, root));
    return {
      findings: results.filter(({ ignored }) => !ignored).map(({ finding }) => finding),
      facts: {
        version: plainLine(report.at('version').text()),
        filesScanned: report.at('paths').at('scanned').items().length,
        suppressed: results.filter(({ ignored }) => ignored).map(({ finding }) => finding),
        incomplete: errors.filter((error) => !isGenerated(error)).map(messageOf),
        generated: errors.filter(isGenerated).map(messageOf),
      },
    };
  });
}

/** The report of a finished scan: 0 without findings, 1 with findings (Semgrep, "CLI reference", exit codes). */
function readFinished(text: string, exitCode: number): JsonCursor {
  if (exitCode === 0 || exitCode === 1) return readJson(text);
  throw new ShapeError(`${endedWith(exitCode)}: ${firstError(text)}`);
}

function firstError(text: string): string {
  if (text.trim() === '') return 'no report';
  const [first] = readJson(text).at('errors').optionalItems();
  return first === undefined ? 'no error in its report' : messageOf(first);
}

function isGenerated(error: JsonCursor): boolean {
  return generated.test(error.at('path').optionalText() ?? '');
}

function messageOf(error: JsonCursor): string {
  const path = error.at('path').optionalText();
  // Semgrep quotes the text that it could not read, to its end.
  const whole = (error.at('message').optionalText() ?? 'an error without a message').split(':\n', 1)[0] ?? '';
  const message = plainLine(whole, 300);
  return path === undefined ? message : `${plainLine(path)}: ${message}`;
}

function resultOf(result: JsonCursor, root: string): { ignored: boolean; finding: Finding } {
  const extra = result.at('extra');
  const metadata = extra.at('metadata');
  const rewrite = extra.at('fix').optionalText();
  const finding = makeFinding({
    tool: 'semgrep',
    rule: result.at('check_id').text(),
    severity: severityAt('semgrep', extra.at('severity')),
    message: extra.at('message').text(),
    file: relativePath(result.at('path').text(), root),
    line: result.at('start').at('line').number(),
    column: result.at('start').at('col').optionalNumber(),
    fix: rewrite === undefined ? undefined : `Replace by: ${rewrite}`,
    url: textsOf(metadata.at('references'))[0],
    tags: weaknesses([...textsOf(metadata.at('cwe')), ...textsOf(metadata.at('owasp'))]),
  });
  return { ignored: extra.at('is_ignored').optionalBoolean() ?? false, finding };
}

/** Texts of a metadata field, which the rule's author chose: one text or a list of texts; any other value has none. */
function textsOf(place: JsonCursor): string[] {
  const values: unknown[] = Array.isArray(place.value) ? place.value : [place.value];
  return values.filter((value) => typeof value === 'string');
}
