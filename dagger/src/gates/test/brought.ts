import { decideInstall } from '../packages/install.ts';
import type { Installed } from '../packages/installed.ts';
import { type Evidence, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import type { TestRunner } from './runners/runner.ts';

/** A package that a project lacks and that it gets for a run of its tests. */
export interface BroughtPackage {
  readonly name: string;
  readonly version: string;
  /** The package that loads it from beside itself; undefined where it is called by its path in the project. */
  readonly beside: string | undefined;
}

/**
 * What has to be brought so that the coverage is measured.
 * @returns undefined if the project has a package that measures it, whatever its version, or if the runner measures by
 *   itself or is not installed
 */
export function coverageToBring(
  { package: own, coverage }: Pick<TestRunner, 'package' | 'coverage'>,
  versions: Installed['versions'],
): BroughtPackage | undefined {
  if (coverage === undefined) return undefined;
  const { name, instead = [], bring } = coverage;
  if ([name, ...instead].some((one) => Object.hasOwn(versions, one))) return undefined;
  const version = bring ?? (own === undefined ? undefined : versions[own.name]);
  return version === undefined
    ? undefined
    : { name, version, beside: bring === undefined ? own?.name : undefined };
}

/**
 * The package that measures the coverage: the project's own, else what is brought; undefined if there is none.
 * @param found what the project measures with, which counts before others that are installed
 */
export function measuredBy(
  { coverage }: Pick<TestRunner, 'coverage'>,
  versions: Installed['versions'],
  brought: BroughtPackage | undefined,
  found?: string,
): string | undefined {
  const known = coverage === undefined ? [] : [coverage.name, ...(coverage.instead ?? [])];
  const names = known.toSorted((one, other) => Number(other === found) - Number(one === found));
  return names.find((name) => Object.hasOwn(versions, name)) ?? brought?.name;
}

/** Tells of what was brought, and how the project gets it always at the same version. */
export function broughtNote({ name, version }: BroughtPackage): string {
  return `coverage by ${name} ${version}, brought for this run: add it to devDependencies to pin it`;
}

/**
 * The decision if the package could not be installed; undefined if it could. Nothing of that is a fault of the project,
 * which does not ask for the package.
 */
export function decideBrought(evidence: Evidence, { name, version }: BroughtPackage): Decision | undefined {
  const fault = decideInstall(evidence, `npm install ${name}@${version}`);
  return fault === undefined
    ? undefined
    : unavailable(`the project has nothing that measures its coverage, and ${fault.reason}`);
}
