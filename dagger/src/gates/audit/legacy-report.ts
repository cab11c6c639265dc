import { type JsonCursor, ShapeError } from '../../verdict/json.ts';
import { type Affected, readAdvisory } from './advisory.ts';

/**
 * Reads a report in the form of npm's retired audit service, which pnpm, and Yarn 2 and 3, still write: advisories by
 * number, each with the versions that were found, and counts.
 * @throws ShapeError if it is no such report, or if its list was emptied on its way
 */
export function readLegacyReport(report: JsonCursor): Affected[] {
  const listed = report.at('advisories').entries();
  checkCounts(report.at('metadata').at('vulnerabilities'), listed.length);
  return listed.map(([, advisory]) => readLegacyAdvisory(advisory));
}

/** One advisory of such a report. */
export function readLegacyAdvisory(advisory: JsonCursor): Affected {
  const found = advisory.at('findings').items();
  return {
    name: advisory.at('module_name').text(),
    advisory: readAdvisory(advisory),
    versions: [...new Set(found.map((one) => one.at('version').text()))],
  };
}

/**
 * Refuses counts of vulnerabilities without a vulnerability.
 * @throws ShapeError
 */
export function checkCounts(counts: JsonCursor, listed: number): void {
  const total = counts.entries().reduce((sum, [, number]) => sum + number.count(), 0);
  if (total > 0 && listed === 0)
    throw new ShapeError(`${counts.pointer}: expected none, as none is listed, got ${String(total)}`);
}

/**
 * Refuses an exit code that does not belong to what is listed.
 * @throws ShapeError
 */
export function checkExit(exitCode: number, listed: number): void {
  if (exitCode !== 0 && listed === 0)
    throw new ShapeError(`ended with code ${String(exitCode)} and lists no vulnerable package`);
}
