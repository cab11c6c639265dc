import { type Parsed, readReport } from '../../tools/answer.ts';
import { readJson } from '../../verdict/json-text.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { parseJunit } from './junit.ts';
import { factsOf, failuresIn, type TestFacts } from './results.ts';

/** A file that `programs/run-tests/collect.js` found. */
interface CollectedFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Reads the JUnit files of a command, as `programs/run-tests/collect.js` puts them together. A failed test in them is one
 * whatever the command ended with.
 * @param tool the name in findings
 * @returns not ok if one of them is no JUnit, with its path
 */
export function parseCollected(text: string, tool: string): Parsed<TestFacts> {
  const collected = readReport(tool, () => ({ findings: [], facts: filesIn(text) }));
  if (!collected.ok) return collected;
  const reports = collected.facts.map(({ path, text: xml }) => ({
    path,
    report: parseJunit({ text: xml, exitCode: 1 }, { tool }),
  }));
  for (const { path, report } of reports) {
    if (!report.ok) return { ok: false, reason: `${plainLine(path)}: ${report.reason}` };
  }
  const suites = reports.flatMap(({ report }) => (report.ok ? report.facts.suites : []));
  return { ok: true, findings: failuresIn(suites, { tool, root: '/src' }), facts: factsOf(suites) };
}

function filesIn(text: string): CollectedFile[] {
  return readJson(text)
    .at('junit')
    .list((file) => ({ path: file.at('path').text(), text: file.at('text').text() }));
}
