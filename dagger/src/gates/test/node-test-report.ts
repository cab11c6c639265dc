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
import { durationOf } from './junit.ts';
import { byFile, factsOf, failuresIn, type TestCase, type TestFacts } from './results.ts';
import { readXml, type XmlElement } from './xml.ts';

const tool = 'node-test';

/** Lines of a stack in Node itself and in packages, and places without a file. */
const foreign = /node:|node_modules|<anonymous>\)|index \d+\)/;

/**
 * Reads the JUnit XML of Node's own runner (Node, "Test reporters"), which nests a suite for each `describe`. For a file
 * in which no test is, Node tells a test that is called like the file and that passed: it counts as no test.
 * @param root the source directory in the container
 * @returns not ok if it is no such XML, or if Node ended with a code other than 0 or 1
 */
export function parseNodeTest({ text, exitCode }: ToolOutput, root = defaultRoot): Parsed<TestFacts> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable(tool, endedWith(exitCode));
  return readReport(tool, () => {
    const document = readXml(text);
    if (document.name !== 'testsuites') throw new ShapeError(`expected <testsuites>, got <${document.name}>`);
    const suites = byFile(casesIn(document, [], root));
    const facts = factsOf(suites);
    if (exitCode === 0 && facts.failed > 0) throw new ShapeError('ended with code 0 although tests failed');
    return { findings: failuresIn(suites, { tool, root }), facts };
  });
}

/** @param titles of the suites around the element */
function casesIn({ children }: XmlElement, titles: readonly string[], root: string): TestCase[] {
  return children.flatMap((child) => {
    const title = titleOf(child);
    if (child.name === 'testsuite') return casesIn(child, [...titles, title], root);
    if (child.name !== 'testcase') return [];
    const test = caseOf(child, [...titles, title], root);
    return isFile(test) && test.outcome === 'passed' ? [] : [test];
  });
}

/** Whether the case is a file as a whole, which is called by its path. */
function isFile({ name, classname }: Pick<TestCase, 'name' | 'classname'>): boolean {
  return name === classname;
}

function caseOf(element: XmlElement, titles: readonly string[], root: string): TestCase {
  const file = relativePath(element.attributes.get('file') ?? '', root);
  const base = {
    name: plainLine(relativePath(titles.join(' > '), root)),
    classname: plainLine(file),
    durationMs: durationOf(element),
  };
  const child = (name: string): XmlElement | undefined => element.children.find((one) => one.name === name);
  // A test that is to do may fail, too.
  if (child('skipped') !== undefined) return { ...base, outcome: 'skipped' };
  const failure = child('failure') ?? child('error');
  if (failure === undefined) return { ...base, outcome: 'passed' };
  return { ...base, outcome: 'failed', message: isFile(base) ? fileMessage(failure) : messageOf(failure) };
}

/** A file that could not be loaded, or whose process ended with a failure: Node tells its error in the output alone. */
function fileMessage(failure: XmlElement): string {
  const code = /exitCode: (\d{1,3})/.exec(failure.text)?.[1];
  return code === undefined ? messageOf(failure) : `ended with code ${code} outside of any test`;
}

/** What the test failed of, and its stack in the project. Around both Node prints an error of its own. */
function messageOf(failure: XmlElement): string {
  const said = plainText(failure.attributes.get('message') ?? 'no message');
  const stack = plainText(failure.text)
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !foreign.test(line))
    .map((line) => `    ${line.trim().replace('file://', '')}`);
  return [said, ...stack].join('\n');
}

/** Node escapes quotes in a title twice. */
function titleOf({ attributes }: XmlElement): string {
  return (attributes.get('name') ?? '').replaceAll('&quot;', '"');
}
