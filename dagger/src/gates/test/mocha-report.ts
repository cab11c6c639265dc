import {
  defaultRoot,
  endedWith,
  type Parsed,
  readReport,
  relativePath,
  type ToolOutput,
  unreadable,
} from '../../tools/answer.ts';
import { type JsonCursor, ShapeError } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { plainLine, plainText } from '../../verdict/plain-text.ts';
import { byFile, factsOf, failuresIn, type TestCase, type TestFacts } from './results.ts';

const tool = 'mocha';

/** Lines of a stack outside the project's own code. */
const foreign = /^\s+at .*(?:node_modules|node:|(?:\(| )<anonymous>)/;

/**
 * Reads what mocha's reporter for JSON writes (mocha, "JSON").
 * @param root the source directory in the container
 * @returns not ok if it is no such report, if its counts differ from its tests, or if mocha ended with a code other than 0
 *   or 1
 */
export function parseMocha({ text, exitCode }: ToolOutput, root = defaultRoot): Parsed<TestFacts> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable(tool, endedWith(exitCode));
  return readReport(tool, () => {
    const report = readJson(text);
    // Failures are of tests, and of hooks, which are no tests.
    const cases = [
      ...listOf(report, 'passes').map((test) => passed(test, root)),
      ...listOf(report, 'pending').map((test) => ({ ...baseOf(test, root), outcome: 'skipped' as const })),
      ...listOf(report, 'failures').map((test) => failed(test, root)),
    ];
    const suites = byFile(cases);
    const facts = factsOf(suites);
    if (exitCode === 0 && facts.failed > 0) throw new ShapeError('ended with code 0 although tests failed');
    return { findings: failuresIn(suites, { tool, root }), facts };
  });
}

/** A list of the report, held to the report's own total: one that lost tests must not pass as a small one. */
function listOf(report: JsonCursor, key: 'passes' | 'pending' | 'failures'): JsonCursor[] {
  const tests = report.at(key).items();
  const total = report.at('stats').at(key);
  if (total.count() !== tests.length)
    throw total.mismatch(`${String(tests.length)}, the tests that are in the report`);
  return tests;
}

function baseOf(test: JsonCursor, root: string): Pick<TestCase, 'name' | 'classname' | 'durationMs'> {
  return {
    name: plainLine(test.at('fullTitle').text()),
    classname: plainLine(relativePath(test.at('file').optionalText() ?? '', root)),
    durationMs: Math.max(0, Math.round(test.at('duration').optionalNumber() ?? 0)),
  };
}

/** A test that passed, maybe after tries of which mocha tells the number alone. */
function passed(test: JsonCursor, root: string): TestCase {
  const failedBefore = test.at('currentRetry').optionalNumber() ?? 0;
  const base = { ...baseOf(test, root), outcome: 'passed' } as const;
  return failedBefore > 0 ? { ...base, failedBefore } : base;
}

function failed(test: JsonCursor, root: string): TestCase {
  const base = baseOf(test, root);
  const error = test.at('err');
  const stack = error.at('stack').optionalText() ?? error.at('message').optionalText() ?? 'no message';
  const lines = plainText(stack)
    .split('\n')
    .filter((line) => !foreign.test(line));
  const message = lines.join('\n');
  // A hook outside of any suite has no file: its stack has one.
  const file = base.classname === '' ? fileIn(lines, root) : base.classname;
  return { ...base, classname: file, outcome: 'failed', message };
}

function fileIn(lines: readonly string[], root: string): string {
  const places = lines.map((line) => /^\s+at (?:.*\()?(\S+\.[cm]?[jt]sx?):\d+:\d+\)?$/.exec(line)?.[1]);
  return relativePath(places.find((place) => place !== undefined) ?? '', root);
}
