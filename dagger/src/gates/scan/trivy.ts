import type { Finding } from '../../verdict/finding.ts';
import { endedWith, type Parsed, readReport, type ToolOutput, unreadable } from '../../tools/answer.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { misconfigurationOf, secretOf, vulnerabilityOf } from './trivy-findings.ts';

/** Facts of a Trivy report; the findings of all classes are separate. */
export interface TrivyFacts {
  /** The target of the scan: an image's name or a directory. */
  readonly artifact: string;
  /** The image's distribution, `debian 12.11`, if it has one. */
  readonly system?: string;
  /** True if that distribution is no longer supported, so that its vulnerabilities are no longer tracked. */
  readonly endOfLife: boolean;
  /** Files, package lists and layers that Trivy reports on. */
  readonly targets: number;
  /** Those of them that list packages; a vulnerability gate with zero is not green. */
  readonly packageTargets: number;
  /** Those of them that are configuration; a configuration gate with zero is not green. */
  readonly configurationTargets: number;
  readonly vulnerabilities: readonly Finding[];
  readonly misconfigurations: readonly Finding[];
  readonly secrets: readonly Finding[];
  /** Vulnerabilities without a fixed version that `ignoreUnfixed` removed: reported, never red. */
  readonly unfixed: readonly Finding[];
}

/** Options for reading a Trivy report. */
export interface TrivyOptions {
  /** Removes vulnerabilities without a fixed version from the findings. Default false. */
  readonly ignoreUnfixed?: boolean;
  /** Folder of the source, relative to the folder that Trivy scans. It is left out of a finding's path. Default none. */
  readonly folder?: string;
}

/**
 * Reads the output of `trivy image|fs|config --format json` (SchemaVersion 2).
 * @returns not ok if it is no such report or Trivy did not end with code 0
 */
export function parseTrivy(
  { text, exitCode }: ToolOutput,
  { ignoreUnfixed = false, folder = '' }: TrivyOptions = {},
): Parsed<TrivyFacts> {
  if (exitCode !== 0) return unreadable('trivy', endedWith(exitCode));
  return readReport('trivy', () => {
    const { report, results } = readTrivy(text);
    const all = collect(results, 'Vulnerabilities', vulnerabilityOf);
    const unfixed = ignoreUnfixed ? all.filter(isUnfixed) : [];
    const vulnerabilities = ignoreUnfixed ? all.filter((finding) => !isUnfixed(finding)) : all;
    const below = (finding: Finding): Finding => withinFolder(finding, folder);
    const misconfigurations = collect(results, 'Misconfigurations', misconfigurationOf).map(below);
    const secrets = collect(results, 'Secrets', secretOf).map(below);
    return {
      findings: [...vulnerabilities, ...misconfigurations, ...secrets],
      facts: { ...scopeOf(report, results), vulnerabilities, misconfigurations, secrets, unfixed },
    };
  });
}

/**
 * Reads a Trivy report and its results for each target.
 * @throws ShapeError if it is no report of SchemaVersion 2
 */
export function readTrivy(text: string): { report: JsonCursor; results: readonly JsonCursor[] } {
  const report = readJson(text);
  if (report.at('SchemaVersion').value !== 2) throw report.at('SchemaVersion').mismatch('2');
  return { report, results: report.at('Results').optionalItems() };
}

function withinFolder(finding: Finding, folder: string): Finding {
  const { file = '' } = finding;
  const isBelow = folder !== '' && file.startsWith(`${folder}/`);
  return isBelow ? { ...finding, file: file.slice(folder.length + 1) } : finding;
}

type Scope = Omit<TrivyFacts, 'vulnerabilities' | 'misconfigurations' | 'secrets' | 'unfixed'>;

function scopeOf(report: JsonCursor, results: readonly JsonCursor[]): Scope {
  const classes = results.map((result) => result.at('Class').optionalText() ?? '');
  const system = report.at('Metadata').at('OS');
  const names = [system.at('Family').optionalText(), system.at('Name').optionalText()];
  const name = plainLine(names.filter((word) => word !== undefined).join(' '));
  return {
    artifact: plainLine(report.at('ArtifactName').text()),
    ...(name === '' ? {} : { system: name }),
    endOfLife: system.at('EOSL').optionalBoolean() ?? false,
    targets: results.length,
    packageTargets: classes.filter((word) => word.endsWith('-pkgs')).length,
    configurationTargets: classes.filter((word) => word === 'config').length,
  };
}

function collect(
  results: readonly JsonCursor[],
  list: string,
  read: (entry: JsonCursor, result: JsonCursor) => Finding | undefined,
): Finding[] {
  return results.flatMap((result) =>
    result
      .at(list)
      .optionalItems()
      .map((entry) => read(entry, result))
      .filter((finding) => finding !== undefined),
  );
}

function isUnfixed(finding: Finding): boolean {
  return finding.dependency?.fixedIn === undefined;
}
