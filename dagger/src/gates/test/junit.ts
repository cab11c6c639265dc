import type { Finding } from '../../verdict/model.ts';
import {
  defaultRoot,
  endedWith,
  type Parsed,
  readReport,
  relativePath,
  type ToolOutput,
  unreadable,
} from '../../tools/answer.ts';
import { ShapeError } from '../../verdict/json.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import { plainLine, plainText } from '../../verdict/plain-text.ts';
import type { XmlElement } from './xml.ts';
import { readXml } from './xml.ts';

/** How one test ended. */
export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly durationMs: number;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What the test runner said of a failed test. */
  readonly message?: string;
}

/** A file's tests. */
export interface JunitSuite {
  readonly name: string;
  readonly durationMs: number;
  readonly cases: readonly JunitCase[];
}

/** What a JUnit report says beside its findings, which are the failed tests. */
export interface JunitFacts {
  /** Tests in the report, the skipped ones included: zero that ran is no green gate. */
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly suites: readonly JunitSuite[];
}

/** How to read a JUnit report. */
export interface JunitOptions {
  /** Name of the test runner in the findings. Default `vitest`. */
  readonly tool?: string;
  /** The source directory in the container. Default `/src`. */
  readonly root?: string;
}

/**
 * Reads the JUnit XML of a test runner (vitest's `--reporter=junit`).
 * @returns not ok when it is no such XML, when its own counts say something else than its test cases, or when the
 *   runner ended with a code other than 0 or 1
 */
export function parseJunit(
  { text, exitCode }: ToolOutput,
  { tool = 'vitest', root = defaultRoot }: JunitOptions = {},
): Parsed<JunitFacts> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable(tool, endedWith(exitCode));
  return readReport(tool, () => {
    const document = readXml(text);
    if (document.name !== 'testsuites' && document.name !== 'testsuite') {
      throw new ShapeError(`expected <testsuites>, got <${document.name}>`);
    }
    const suites = suiteElements(document).map((element) => suiteOf(element, root));
    const facts = factsOf(suites);
    checkCounts(document, facts);
    if (exitCode === 0 && facts.failed > 0)
      throw new ShapeError('ended with code 0 in spite of failed tests');
    const findings = suites.flatMap((suite) =>
      suite.cases.flatMap((test) => findingOf(test, { tool, root })),
    );
    return { findings, facts };
  });
}

/** Suites may be nested; only those that have test cases of their own count. */
function suiteElements(element: XmlElement): XmlElement[] {
  const below = element.children.filter((child) => child.name === 'testsuite').flatMap(suiteElements);
  return element.children.some((child) => child.name === 'testcase') ? [element, ...below] : below;
}

function suiteOf(element: XmlElement, root: string): JunitSuite {
  return {
    name: plainLine(relativePath(element.attributes.get('name') ?? '', root)),
    durationMs: durationOf(element),
    cases: element.children.filter((child) => child.name === 'testcase').map((test) => caseOf(test, root)),
  };
}

function caseOf(element: XmlElement, root: string): JunitCase {
  const failure = element.children.find((child) => child.name === 'failure' || child.name === 'error');
  const skipped = element.children.some((child) => child.name === 'skipped');
  const base = {
    name: plainLine(element.attributes.get('name') ?? ''),
    classname: plainLine(relativePath(element.attributes.get('classname') ?? '', root)),
    durationMs: durationOf(element),
  };
  if (failure !== undefined) return { ...base, outcome: 'failed', message: messageOf(failure) };
  return { ...base, outcome: skipped ? 'skipped' : 'passed' };
}

/** The failure with its place in the sources, where the runner gives it; else its message alone. */
function messageOf(failure: XmlElement): string {
  const text = plainText(failure.text);
  return text === '' ? plainText(failure.attributes.get('message') ?? 'no message') : text;
}

/** Seconds, as JUnit has them, in ms; 0 where there is no sensible number. */
function durationOf(element: XmlElement): number {
  const seconds = Number(element.attributes.get('time') ?? 0);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1000) : 0;
}

function factsOf(suites: readonly JunitSuite[]): JunitFacts {
  const outcomes = suites.flatMap((suite) => suite.cases.map((test) => test.outcome));
  const count = (outcome: JunitCase['outcome']): number => outcomes.filter((one) => one === outcome).length;
  const counts = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  return { tests: outcomes.length, ...counts, suites };
}

/** The report's own totals, where it has them: one that lost test cases on its way must not look like a small one. */
function checkCounts(document: XmlElement, { tests, failed }: JunitFacts): void {
  const stated = numberAt(document, 'tests');
  if (stated !== undefined && stated !== tests) throw unequal('tests', stated, tests);
  const failures = numberAt(document, 'failures');
  const errors = numberAt(document, 'errors') ?? 0;
  if (failures !== undefined && failures + errors !== failed)
    throw unequal('failures', failures + errors, failed);
}

function numberAt(element: XmlElement, attribute: string): number | undefined {
  const text = element.attributes.get(attribute);
  if (text !== undefined && !/^\d{1,9}$/.test(text)) throw new ShapeError(`${attribute}: expected a number`);
  return text === undefined ? undefined : Number(text);
}

function unequal(what: string, stated: number, found: number): ShapeError {
  return new ShapeError(`the report states ${String(stated)} ${what} and has ${String(found)}`);
}

function findingOf(test: JunitCase, { tool, root }: Required<JunitOptions>): Finding[] {
  if (test.message === undefined) return [];
  const isFile = /\.[cm]?[jt]sx?$/.test(test.classname);
  const place = isFile ? placeIn(test.message, test.classname, root) : undefined;
  return [
    makeFinding({
      tool,
      rule: 'test-failed',
      severity: 'HIGH',
      message: `${test.name}: ${test.message}`,
      file: isFile ? test.classname : undefined,
      ...place,
    }),
  ];
}

/** Line and column of the test's own file in the stack of its failure. */
function placeIn(message: string, file: string, root: string): { line: number; column: number } | undefined {
  for (const name of [file, `${root}/${file}`]) {
    const at = message.indexOf(`${name}:`);
    const place =
      at < 0 ? null : /^(\d{1,9}):(\d{1,9})/.exec(message.slice(at + name.length + 1, at + name.length + 25));
    if (place !== null) return { line: Number(place[1]), column: Number(place[2]) };
  }
  return undefined;
}
