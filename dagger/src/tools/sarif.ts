import type { Finding } from '../verdict/finding.ts';
import { defaultRoot, endedWith, type Parsed, readReport, type ToolOutput, unreadable } from './answer.ts';
import type { JsonCursor } from '../verdict/json.ts';
import { ShapeError } from '../verdict/json.ts';
import { readJson } from '../verdict/json-text.ts';
import { plainLine } from '../verdict/plain-text.ts';
import { resultOf } from './sarif-result.ts';
import { ruleBook } from './sarif-rules.ts';

/** Facts of a SARIF log, beside its findings. */
export interface SarifFacts {
  /** Version of the tool, where the log has it. */
  readonly version?: string;
  /** Rules that the tool describes. */
  readonly rules: number;
  /** Results that a comment in the source suppresses: reported, never red. */
  readonly suppressed: readonly Finding[];
  /** Input that the tool could not check, in its own words: errors of a file, timeouts. */
  readonly incomplete: readonly string[];
}

/** Options for reading a SARIF log. */
export interface SarifOptions {
  /** The tool that wrote it: `codeql`, `semgrep`, `trivy`. */
  readonly tool: string;
  /** The source directory in the tool's container. Default `/src`. */
  readonly root?: string;
}

/**
 * Reads a SARIF 2.1.0 log (CodeQL, Semgrep, Trivy).
 * @returns not ok when it is no such log, when the tool says in it that it did not succeed, or when the tool ended
 *   with a code other than 0 or 1
 */
export function parseSarif(
  { text, exitCode }: ToolOutput,
  { tool, root = defaultRoot }: SarifOptions,
): Parsed<SarifFacts> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable(tool, endedWith(exitCode));
  return readReport(tool, () => {
    const log = readJson(text);
    if (log.at('version').value !== '2.1.0') throw log.at('version').mismatch('"2.1.0"');
    const runs = log.at('runs').items();
    if (runs.length === 0) throw new ShapeError('the log has no run');
    const readings = runs.map((run) => readRun(run, { tool, root }));
    const version = readings.find((reading) => reading.version !== undefined)?.version;
    return {
      findings: readings.flatMap((reading) => reading.findings),
      facts: {
        ...(version === undefined ? {} : { version }),
        rules: readings.reduce((sum, reading) => sum + reading.rules, 0),
        suppressed: readings.flatMap((reading) => reading.suppressed),
        incomplete: readings.flatMap((reading) => reading.incomplete),
      },
    };
  });
}

interface RunReading {
  readonly version: string | undefined;
  readonly rules: number;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly incomplete: readonly string[];
}

function readRun(run: JsonCursor, options: Required<SarifOptions>): RunReading {
  const book = ruleBook(run.at('tool'));
  const driver = run.at('tool').at('driver');
  const version = driver.at('semanticVersion').optionalText() ?? driver.at('version').optionalText();
  const incomplete = run.at('invocations').optionalItems().flatMap(troubleOf);
  // 3.14.23: results is null when the scan did not start, absent when it was not what the run was for.
  const results = run
    .at('results')
    .items()
    .map((result) => resultOf(result, { ...options, run, book }))
    .filter((result) => result !== undefined);
  return {
    version: version === undefined ? undefined : plainLine(version),
    rules: book.size,
    findings: results.filter((result) => !result.suppressed).map((result) => result.finding),
    suppressed: results.filter((result) => result.suppressed).map((result) => result.finding),
    incomplete,
  };
}

/**
 * The errors and warnings of an invocation, which name input that the tool could not check.
 * @throws ShapeError when the invocation says that it did not succeed
 */
function troubleOf(invocation: JsonCursor): string[] {
  const notes = invocation.at('toolExecutionNotifications').optionalItems();
  const words = notes
    .filter((note) => ['error', 'warning'].includes(note.at('level').optionalText() ?? 'warning'))
    .map((note) => plainLine(note.at('message').at('text').optionalText() ?? 'a message without text', 300));
  if (invocation.at('executionSuccessful').optionalBoolean() === false) {
    throw new ShapeError(`did not succeed: ${words[0] ?? 'it does not say why'}`);
  }
  return words;
}
