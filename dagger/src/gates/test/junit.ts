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
import { plainLine, plainText } from '../../verdict/plain-text.ts';
import { factsOf, failuresIn, type TestCase, type TestFacts, type TestSuite } from './results.ts';
import type { XmlElement } from './xml.ts';
import { readXml } from './xml.ts';

/** Options for reading a JUnit report. */
export interface JunitOptions {
  /** Name of the test runner in the findings. Default `vitest`. */
  readonly tool?: string;
  /** The source directory in the container. Default `/src`. */
  readonly root?: string;
}

/**
 * Reads the JUnit XML of a test runner, for runners whose own report is not supported.
 * @returns not ok if it is no such XML, if its counts differ from its test cases, or if the runner ended with a code
 *   other than 0 or 1
 */
export function parseJunit(
  { text, exitCode }: ToolOutput,
  { tool = 'vitest', root = defaultRoot }: JunitOptions = {},
): Parsed<TestFacts> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable(tool, endedWith(exitCode));
  return readReport(tool, () => {
    const document = readXml(text);
    if (document.name !== 'testsuites' && document.name !== 'testsuite') {
      throw new ShapeError(`expected <testsuites>, got <${document.name}>`);
    }
    const suites = suiteElements(document).map((element) => suiteOf(element, root));
    const facts = factsOf(suites);
    checkCounts(document, facts);
    if (exitCode === 0 && facts.failed > 0) throw new ShapeError('ended with code 0 although tests failed');
    return { findings: failuresIn(suites, { tool, root }), facts };
  });
}

/** Suites may be nested; only those with test cases of their own count. */
function suiteElements(element: XmlElement): XmlElement[] {
  const below = element.children.filter((child) => child.name === 'testsuite').flatMap(suiteElements);
  return element.children.some((child) => child.name === 'testcase') ? [element, ...below] : below;
}

function suiteOf(element: XmlElement, root: string): TestSuite {
  return {
    name: plainLine(relativePath(element.attributes.get('name') ?? '', root)),
    durationMs: durationOf(element),
    cases: element.children.filter((child) => child.name === 'testcase').map((test) => caseOf(test, root)),
  };
}

function caseOf(element: XmlElement, root: string): TestCase {
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

/** The failure with its place in the sources if the runner gives it, else its message alone. */
function messageOf(failure: XmlElement): string {
  const text = plainText(failure.text);
  return text === '' ? plainText(failure.attributes.get('message') ?? 'no message') : text;
}

/** A duration in ms, from JUnit's seconds; 0 if the number is not valid. */
export function durationOf(element: XmlElement): number {
  const seconds = Number(element.attributes.get('time') ?? 0);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1000) : 0;
}

/** Compares the report's own totals, if it has them: a report that lost test cases must not pass as a small one. */
function checkCounts(document: XmlElement, { tests, failed }: TestFacts): void {
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
