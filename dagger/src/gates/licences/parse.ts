import { endedWith, type Parsed, readReport, type ToolOutput, unreadable } from '../../tools/answer.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import type { Finding } from '../../verdict/finding.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { readTrivy } from '../scan/trivy.ts';
import { isAllowed } from './expression.ts';

/** Facts of a list of packages besides its findings. */
export interface LicenceFacts {
  /** Packages of languages in the image, without those of package managers. */
  readonly packages: number;
  /** Packages that belong to npm and other package managers of a base image. */
  readonly ofTools: number;
}

/** Paths of npm, Corepack and Yarn in base images; the project did not choose their packages. */
const toolPlace = /^(?:usr\/(?:local\/)?lib\/node_modules|opt\/yarn[^/]*)\//;

interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  readonly licences: readonly string[];
  readonly file: string | undefined;
}

/**
 * Reads the output of `trivy image --scanners license --list-all-pkgs --format json` (SchemaVersion 2). A package of a
 * language is a finding if it has no licence or one that is not allowed. Packages of the distribution, and those of npm
 * and other package managers in a base image, are not checked.
 * @param allowed licences as SPDX names them
 * @returns not ok if it is no such report or Trivy did not end with code 0
 */
export function parseLicences(
  { text, exitCode }: ToolOutput,
  allowed: readonly string[],
): Parsed<LicenceFacts> {
  if (exitCode !== 0) return unreadable('trivy', endedWith(exitCode));
  return readReport('trivy', () => {
    const all = readTrivy(text)
      .results.filter((result) => result.at('Class').optionalText() === 'lang-pkgs')
      .flatMap((result) => result.at('Packages').optionalItems())
      .map((entry) => ({
        name: plainLine(entry.at('Name').optionalText() ?? 'unknown'),
        version: plainLine(entry.at('Version').optionalText() ?? 'unknown'),
        licences: entry
          .at('Licenses')
          .optionalItems()
          .map((licence) => plainLine(licence.text(), 200)),
        file: entry.at('FilePath').optionalText(),
      }));
    const packages = all.filter(({ file = '' }) => !toolPlace.test(file));
    return {
      findings: packages.flatMap((found) => findingsOf(found, allowed)),
      facts: { packages: packages.length, ofTools: all.length - packages.length },
    };
  });
}

function findingsOf(found: LicensedPackage, allowed: readonly string[]): Finding[] {
  if (found.licences.length === 0) return [findingOf(found, 'no-licence', 'names no licence')];
  return found.licences
    .filter((licence) => !isAllowed(licence, allowed))
    .map((licence) => findingOf(found, licence, `has the licence ${licence}, which is not allowed`));
}

function findingOf({ name, version, file }: LicensedPackage, rule: string, message: string): Finding {
  return makeFinding({
    tool: 'trivy-licences',
    rule,
    severity: 'HIGH',
    message: `${name}@${version} ${message}`,
    file,
    fix: 'Take another package, or add the licence to licences.allowed in pipeline.json.',
    dependency: { name, version },
  });
}
