import type { Finding } from '../../verdict/finding.ts';
import { endedWith, type Parsed, readReport, type ToolOutput, unreadable } from '../../tools/answer.ts';
import { advisoryFinding, type AdvisoryKeys, readAdvisory } from './advisory.ts';
import { dependencyPaths } from './dependency-paths.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { ShapeError } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { refuseNpmError } from './npm-error.ts';
import type { LockedPackage } from '../packages/locked.ts';
import type { PackageTree } from '../packages/package-tree.ts';
import { readPackageTree } from '../packages/package-tree.ts';
import { inRange } from './version-range.ts';

/** Facts of an `npm audit` report besides its findings. */
export interface NpmAuditFacts {
  /** Packages that were audited; a gate with zero is not green. */
  readonly packages: number;
  readonly production: number;
  readonly development: number;
}

/** The audit's output and its lockfile. */
export interface NpmAuditOutput extends ToolOutput {
  /** `package-lock.json`, for installed versions, dependency paths, and production or development. */
  readonly lockfile: string;
}

const tool = 'npm-audit';

/**
 * Reads the output of `npm audit --json` (npm 11, `auditReportVersion` 2): one finding for each advisory and each
 * installed copy of a package that it affects.
 * @returns not ok if it is no such report, if the registry refused (405, 410, 500, ENOAUDIT, timeout), or if the
 *   lockfile does not fit the report
 */
export function parseNpmAudit({ text, exitCode, lockfile }: NpmAuditOutput): Parsed<NpmAuditFacts> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable(tool, endedWith(exitCode));
  return readReport(tool, () => {
    const report = readJson(text);
    refuseNpmError(report);
    if (report.at('auditReportVersion').value !== 2) throw report.at('auditReportVersion').mismatch('2');
    const vulnerable = report.at('vulnerabilities').entries();
    checkCounts(report, vulnerable.length, exitCode);
    const tree = readPackageTree(lockfile);
    const paths = dependencyPaths(tree);
    const findings = vulnerable.flatMap(([, entry]) => findingsOf(entry, tree, paths));
    if (vulnerable.length > 0 && findings.length === 0)
      throw new ShapeError('no package has an advisory of its own');
    const packages = [...tree.packages.values()];
    const production = packages.filter((entry) => entry.production).length;
    return {
      findings,
      facts: { packages: packages.length, production, development: packages.length - production },
    };
  });
}

/** Refuses a report with wrong counts: a list that was cut off or emptied must not pass as a clean one. */
function checkCounts(report: JsonCursor, listed: number, exitCode: number): void {
  const total = report.at('metadata').at('vulnerabilities').at('total');
  if (total.number() !== listed) throw total.mismatch(`${String(listed)}, as many as it lists`);
  if (exitCode === 1 && listed === 0)
    throw new ShapeError('ended with code 1 and lists no vulnerable package');
}

function findingsOf(entry: JsonCursor, tree: PackageTree, paths: ReadonlyMap<string, string>): Finding[] {
  const advisories = entry
    .at('via')
    .items()
    .filter((via) => typeof via.value !== 'string')
    .map((via) => readAdvisory(via, keys));
  const installed = entry
    .at('nodes')
    .items()
    .map((node) => packageAt(node, tree));
  const place = { tool, file: 'package-lock.json', fix: fixOf(entry.at('fixAvailable')) };
  return advisories.flatMap((advisory) =>
    installed
      // npm lists the copies that any advisory of the package affects; this advisory may affect only some of them.
      .filter((copy) => inRange(copy.version, advisory.range))
      .map((copy) => advisoryFinding(advisory, copy, { ...place, path: paths.get(copy.location) })),
  );
}

function packageAt(node: JsonCursor, tree: PackageTree): LockedPackage {
  const found = tree.packages.get(node.text());
  if (found === undefined) throw node.mismatch('a package of the lockfile');
  return found;
}

/** Keys of an advisory in npm's report. */
const keys: AdvisoryKeys = {
  id: 'source',
  title: 'title',
  url: 'url',
  severity: 'severity',
  range: 'range',
};

function fixOf(fix: JsonCursor): string {
  if (fix.value === true) return 'npm audit fix';
  if (fix.value === false || !fix.exists) return 'There is no fixed version yet.';
  const major = fix.at('isSemVerMajor').optionalBoolean() === true ? ' (a major version)' : '';
  return `Update ${fix.at('name').text()} to ${fix.at('version').text()}${major}.`;
}
