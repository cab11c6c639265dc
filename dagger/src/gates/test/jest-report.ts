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
import { factsOf, failuresIn, type TestCase, type TestFacts, type TestSuite } from './results.ts';

/** Statuses of a test; several mean that it did not run, for different reasons. */
/** Statuses of a file: jest calls one `focused` of which some tests passed and others did not run (its formatTestResults.js). */
const fileStatuses = ['passed', 'failed', 'skipped', 'pending', 'focused'] as const;

const statuses = ['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled'] as const;

/** Lines of a stack outside the project's own code. jest names a place in it after `Object.<anonymous>`. */
const foreign = /^ {4}at .*(?:node_modules|node:internal|(?:\(| )<anonymous>)/;

/** What jest prints before what is wrong with a file as a whole; the failures of its tests stand in the same text. */
const wholeFileMark = '● Test suite failed to run';

/** Options for reading a report. */
export interface JestReportOptions {
  /** Name of the test runner in the findings. */
  readonly tool: string;
  /** The source directory in the container. Default `/src`. */
  readonly root?: string;
}

/**
 * Reads the JSON that jest writes (jest, `--json`), and that vitest's reporter imitates (vitest, `--reporter=json`).
 * @returns not ok if it is no such report, if its counts differ from its tests, or if the runner ended with a code
 *   other than 0 or 1
 */
export function parseJestReport(
  { text, exitCode }: ToolOutput,
  { tool, root = defaultRoot }: JestReportOptions,
): Parsed<TestFacts> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable(tool, endedWith(exitCode));
  return readReport(tool, () => {
    const report = readJson(text);
    const files = report.at('testResults').items();
    const facts = factsOf(files.map((file) => suiteAt(file, root)));
    checkCounts(report, files);
    if (exitCode === 0 && facts.failed > 0) throw new ShapeError('ended with code 0 although tests failed');
    return { findings: failuresIn(facts.suites, { tool, root }), facts };
  });
}

function suiteAt(file: JsonCursor, root: string): TestSuite {
  const name = plainLine(relativePath(file.at('name').text(), root));
  const durationMs = Math.max(0, file.at('endTime').number() - file.at('startTime').number());
  const cases = file.at('assertionResults').list((test) => caseAt(test, name));
  return { name, durationMs: Math.round(durationMs), cases: [...cases, ...wholeFile(file, { name, cases })] };
}

/** A test case for a file that could not be loaded or whose hooks failed, besides its tests. */
function wholeFile(file: JsonCursor, { name, cases }: Pick<TestSuite, 'name' | 'cases'>): TestCase[] {
  const message = wholeFileMessage(plainText(file.at('message').optionalText() ?? ''));
  const isRed = file.at('status').oneOf(fileStatuses) === 'failed';
  if (!isRed || (message === '' && cases.some(({ outcome }) => outcome === 'failed'))) return [];
  return [
    {
      name,
      classname: name,
      durationMs: 0,
      outcome: 'failed',
      message: message === '' ? 'no message' : message,
    },
  ];
}

/** What is wrong with a file as a whole: all of vitest's message, and of jest's the part that is not of its tests. */
function wholeFileMessage(message: string): string {
  const mark = message.indexOf(wholeFileMark);
  if (mark >= 0) return message.slice(mark + wholeFileMark.length).trim();
  return /^\s*●/.test(message) ? '' : message;
}

function caseAt(test: JsonCursor, classname: string): TestCase {
  const titles = [...test.at('ancestorTitles').list((title) => title.text()), test.at('title').text()];
  const status = test.at('status').oneOf(statuses);
  const messages = test.at('failureMessages').optionalItems().map(messageAt);
  const base = {
    name: plainLine(titles.filter((title) => title !== '').join(' > ')),
    classname,
    durationMs: Math.max(0, Math.round(test.at('duration').optionalNumber() ?? 0)),
  };
  if (status === 'failed') return { ...base, outcome: 'failed', message: messages[0] ?? 'no message' };
  if (status !== 'passed') return { ...base, outcome: 'skipped' };
  // vitest lists why it failed before. jest counts how often it ran, and says why only where a project asks for that.
  const failedBefore = Math.max(messages.length, (test.at('invocations').optionalNumber() ?? 1) - 1);
  const [message] = [...messages, ...test.at('retryReasons').optionalItems().map(messageAt)];
  const passed = { ...base, outcome: 'passed', ...(message === undefined ? {} : { message }) } as const;
  return failedBefore === 0 ? passed : { ...passed, failedBefore };
}

function messageAt(place: JsonCursor): string {
  const lines = place.text().split('\n');
  return plainText(lines.filter((line) => !foreign.test(line)).join('\n'));
}

/** Compares the report's own totals: a report that lost tests must not pass as a small one. */
function checkCounts(report: JsonCursor, files: readonly JsonCursor[]): void {
  const tests = files.flatMap((file) => file.at('assertionResults').items());
  const failed = tests.filter((test) => test.at('status').value === 'failed');
  for (const [key, found] of [
    ['numTotalTests', tests.length],
    ['numFailedTests', failed.length],
  ] as const) {
    const place = report.at(key);
    if (place.count() !== found) throw place.mismatch(`${String(found)}, the tests that are in the report`);
  }
}
