import type { Finding } from '../../verdict/finding.ts';
import { endedWith, type Parsed, readReport, type ToolOutput, unreadable } from '../../tools/answer.ts';
import { dependencyPaths } from './dependency-paths.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { ShapeError } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { makeFinding, weaknesses } from '../../tools/make-finding.ts';
import { refuseNpmError } from './npm-error.ts';
import type { LockedPackage } from '../packages/locked.ts';
import type { PackageTree } from '../packages/package-tree.ts';
import { readPackageTree } from '../packages/package-tree.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { severityAt } from '../../tools/severity.ts';
import { firstFixed, inRange } from './version-range.ts';

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
    .filter((via) => typeof via.value !== 'string');
  const installed = entry
    .at('nodes')
    .items()
    .map((node) => packageAt(node, tree));
  return advisories.flatMap((advisory) =>
    installed
      // npm lists the copies that any advisory of the package affects; this advisory may affect only some of them.
      .filter((copy) => inRange(copy.version, advisory.at('range').text()))
      .map((copy) => findingOf({ advisory, entry, copy, path: paths.get(copy.location) })),
  );
}

function packageAt(node: JsonCursor, tree: PackageTree): LockedPackage {
  const found = tree.packages.get(node.text());
  if (found === undefined) throw node.mismatch('a package of the lockfile');
  return found;
}

interface Affected {
  readonly advisory: JsonCursor;
  readonly entry: JsonCursor;
  readonly copy: LockedPackage;
  readonly path: string | undefined;
}

function findingOf({ advisory, entry, copy, path }: Affected): Finding {
  const url = advisory.at('url').optionalText();
  const range = plainLine(advisory.at('range').text());
  const title = plainLine(advisory.at('title').text(), 400);
  const fixedIn = firstFixed(range);
  return makeFinding({
    tool,
    rule: identifierOf(advisory, url),
    severity: severityAt(tool, advisory.at('severity')),
    message: `${copy.name} ${copy.version} (affected: ${range}): ${title}`,
    file: 'package-lock.json',
    fix: fixOf(entry.at('fixAvailable')),
    url,
    aliases: cvesOf(advisory, title),
    tags: weaknesses(texts(advisory.at('cwe'))),
    dependency: {
      name: copy.name,
      version: copy.version,
      ...(path === undefined ? {} : { path }),
      production: copy.production,
      range,
      ...(fixedIn === undefined ? {} : { fixedIn }),
    },
  });
}

/** The advisory's GHSA, which the bulk endpoint gives only in the address; else npm's own number. */
function identifierOf(advisory: JsonCursor, url = ''): string {
  const ghsa = /GHSA(?:-[0-9a-z]{4}){3}/i.exec(url)?.[0];
  const source = advisory.at('source');
  return ghsa ?? `npm-${typeof source.value === 'number' ? String(source.value) : source.text()}`;
}

/** CVEs, if the registry's advisory names them; the bulk endpoint of npm's registry does not. */
function cvesOf(advisory: JsonCursor, title: string): string[] {
  const named = [...texts(advisory.at('cves')), ...(title.match(/CVE-\d{4}-\d{4,}/g) ?? [])];
  return [...new Set(named)];
}

function fixOf(fix: JsonCursor): string {
  if (fix.value === true) return 'npm audit fix';
  if (fix.value === false || !fix.exists) return 'There is no fixed version yet.';
  const major = fix.at('isSemVerMajor').optionalBoolean() === true ? ' (a major version)' : '';
  return `Update ${fix.at('name').text()} to ${fix.at('version').text()}${major}.`;
}

function texts(place: JsonCursor): string[] {
  return place.optionalItems().map((item) => item.text());
}
