import {
  defaultRoot,
  type Parsed,
  readReport,
  relativePath,
  type ToolOutput,
} from '../../../tools/answer.ts';
import { count } from '../../../verdict/evidence.ts';
import { ShapeError } from '../../../verdict/json.ts';
import { plainLine, plainText } from '../../../verdict/plain-text.ts';
import { byFile, factsOf, failuresIn, type TestCase, type TestFacts } from '../results.ts';
import { type TapDocument, tapDocuments, type TapResult } from './documents.ts';

/** Lines of a stack in Node itself and in packages. */
const foreign = /node:internal|\bnode_modules\b/;

/** A place in a script, as stacks and details name it. */
const place = /(?:file:\/\/)?([\w./@+-]+\.[cm]?[jt]sx?):\d{1,9}:\d{1,9}/;

/**
 * Reads the TAP in an output. What counts as a test is a result without subtests; a result above some counts only if it
 * failed though none of them did. A test that is to do may fail. A document whose plan does not hold, or that gave up, has
 * a failed test that says so.
 * @param tool the name of the runner in findings
 * @returns not ok if a document ends before its plan and no test in it failed: tests may be missing
 */
export function parseTap(
  { text }: Pick<ToolOutput, 'text'>,
  { tool, root = defaultRoot }: { readonly tool: string; readonly root?: string },
): Parsed<TestFacts> {
  return readReport(tool, () => {
    const documents = tapDocuments(text);
    const cases = documents.flatMap((document) => [
      ...document.results.flatMap((result) => casesOf(result, [], root)),
      ...brokenPromises(document),
    ]);
    const suites = byFile(cases);
    const facts = factsOf(suites);
    if (facts.failed === 0 && documents.some(({ planned }) => planned === undefined)) {
      throw new ShapeError('the TAP on its output ends before its plan (1..N): tests may be missing');
    }
    return { findings: failuresIn(suites, { tool, root }), facts };
  });
}

/** @param titles of the results around this one */
function casesOf(result: TapResult, titles: readonly string[], root: string): TestCase[] {
  const heading = result.heading === result.name ? '' : result.heading;
  const names = [...titles, heading, result.name].filter((name) => name !== '');
  const inner = result.children.flatMap((child) => casesOf(child, names, root));
  const isExcused = result.ok || result.directive !== undefined;
  if (inner.length > 0 && (isExcused || inner.some(({ outcome }) => outcome === 'failed'))) return inner;
  if (inner.length === 0 && result.ok && isFile(result.name)) return [];
  return [...inner, caseOf(result, names, root)];
}

/** Whether a result stands for a file as a whole: without a test in it, it is none. */
function isFile(name: string): boolean {
  return /^(?:\.{0,2}\/)?(?:[\w@.-]+\/)+[\w@.-]+\.[cm]?[jt]sx?$/.test(name);
}

function caseOf(result: TapResult, names: readonly string[], root: string): TestCase {
  const base = {
    name: plainLine(names.join(' > ')) || `test ${String(result.number)}`,
    classname: plainLine(fileOf(result, names, root)),
    durationMs: result.durationMs || durationIn(result),
  };
  if (result.directive !== undefined) return { ...base, outcome: 'skipped' };
  if (result.ok) return { ...base, outcome: 'passed' };
  return { ...base, outcome: 'failed', message: messageOf(result) };
}

/** Node tells the time of a test among its details. */
function durationIn({ details }: TapResult): number {
  const told = details.map((line) => /^duration_ms: ([\d.]{1,20})$/.exec(line)?.[1]);
  return Math.round(Number(told.find((text) => text !== undefined) ?? 0)) || 0;
}

/** The test's file: the first place of the project in its details, else a name that is a path; empty if unknown. */
function fileOf({ details }: TapResult, names: readonly string[], root: string): string {
  const own = details.filter((line) => !foreign.test(line));
  const places = own.flatMap((line) => place.exec(line)?.[1] ?? []).map((path) => relativePath(path, root));
  return places.find((path) => !path.startsWith('/')) ?? names.find(isFile) ?? '';
}

function messageOf({ details }: TapResult): string {
  const lines = details.filter((line) => !foreign.test(line)).map((line) => line.replaceAll('file://', ''));
  return plainText(lines.join('\n')) || 'not ok, without details';
}

/** Failed tests for what a document promises and does not keep. */
function brokenPromises({ results, planned, bailed }: TapDocument): TestCase[] {
  const base = { classname: '', durationMs: 0, outcome: 'failed' } as const;
  if (bailed !== undefined)
    return [{ ...base, name: 'Bail out!', message: plainText(bailed) || 'without a reason' }];
  if (planned === undefined || planned === results.length) return [];
  const message = `1..${String(planned)} promises ${count(planned, 'test')}, and there are ${String(results.length)}`;
  return [{ ...base, name: 'plan', message }];
}
