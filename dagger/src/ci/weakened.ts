import { checksOf, overruled, replacedCommand } from './overruled.ts';
import { defaultGates } from '../gates/order.ts';
import { type Configuration, thresholdOf } from '../project/configuration.ts';
import { type Severity, severities } from '../verdict/finding.ts';
import type { Weakening } from '../verdict/model.ts';
import { added, changed, gone, listed, type Setting } from './settings.ts';

type Deploy = Configuration['deploy'];

/** The configuration that a project's settings are compared with. */
export interface ComparedConfiguration {
  readonly configuration: Configuration;
  /** Whether it is the defaults or the target branch's. */
  readonly than: Weakening['than'];
}

/**
 * Settings of a project that are weaker than another configuration's. They make nothing red, but nobody should
 * have to search for them.
 * @param own the project's configuration
 * @param compared the configuration of a project that has no `pipeline.json`, or that of the target branch; both with the
 * tools of lint, whether named or found
 */
export function weakenings(
  own: Configuration,
  { configuration: other, than }: ComparedConfiguration,
): Weakening[] {
  const there = than === 'defaults' ? 'by default' : 'there';
  const settings = [
    ...thresholds(own, other, there),
    ...leftOut(own, other),
    ...permitted(own, other, there),
    ...loosened(own, other, there),
    ...overruled(own, other),
    // Not for the defaults: they have no variables, exceptions are reported by themselves, and a list of licences is stricter than none.
    ...(than === 'defaults'
      ? []
      : [
          ...listed('/env', 'may change what tests and smoke check:', changedVariables(own, other)),
          ...listed('/exceptions', 'tolerates', added(names(own), names(other))),
          ...listed(
            '/licences/allowed',
            'lets packages have',
            added(own.licences.allowed, other.licences.allowed),
          ),
        ]),
  ];
  return settings.map((setting) => ({ ...setting, than }));
}

function thresholds(own: Configuration, other: Configuration, there: string): Setting[] {
  const rank = (severity: Severity): number => severities.indexOf(severity);
  const severity = (setting: string, is: Severity, was: Severity): Setting[] =>
    changed(setting, { weaker: rank(is) > rank(was), is, was, there });
  const apart = [...new Set([own, other].flatMap(({ thresholds: each }) => Object.keys(each)))];
  const { lines } = own.coverage;
  const before = other.coverage.lines;
  return [
    ...severity('/threshold', own.threshold, other.threshold),
    ...apart.flatMap((gate) =>
      severity(`/thresholds/${gate}`, thresholdOf(own, gate), thresholdOf(other, gate)),
    ),
    ...changed('/coverage/lines', {
      weaker: lines < before,
      is: `${String(lines)} %`,
      was: `${String(before)} %`,
      there,
    }),
  ];
}

/** Gates that a configuration names, or those by default: a gate without anything to check is told by what is gone. */
function gatesOf({ gates }: Configuration): readonly string[] {
  return gates ?? defaultGates;
}

/** Files and tests that this project excludes. */
function leftOut(own: Configuration, other: Configuration): Setting[] {
  return [
    ...listed('/gates', 'leaves out', added(gatesOf(other), gatesOf(own))),
    ...listed('/lint/tools', 'leaves out', added(other.lint.tools ?? [], own.lint.tools ?? [])),
    ...listed('/lint/commands', 'leaves out', added(checksOf(other), checksOf(own))),
    ...listed('/semgrep/exclude', 'is not scanned:', added(own.semgrep.exclude, other.semgrep.exclude)),
    ...listed('/scan/skip', 'is not searched for secrets:', added(own.scan.skip, other.scan.skip)),
    ...listed('/test/arguments', 'may skip tests:', added(own.test.arguments, other.test.arguments)),
    ...listed('/node/image', 'runs lint and tests on', added(ownImage(own), ownImage(other))),
    ...gone('/smoke/conversation', own.smoke.conversation, other.smoke.conversation),
    ...gone('/deploy/load', own.deploy.load, other.deploy.load),
    ...leftOutOfProof(own.deploy, other.deploy),
  ];
}

/** What a deployment is no longer held to. */
function leftOutOfProof(own: Deploy, other: Deploy): Setting[] {
  return [
    ...listed('/deploy/require', 'no longer makes binding', added(other.require ?? [], own.require ?? [])),
    ...listed('/deploy/paths', 'no longer asks', added(other.paths ?? [], own.paths ?? [])),
    ...listed('/deploy/leaveOut', 'leaves out', added(own.leaveOut ?? [], other.leaveOut ?? [])),
  ];
}

/** The project's own image, which may have another Node, npm or shell than it says. */
function ownImage({ node }: Configuration): string[] {
  return node.image === undefined ? [] : [node.image];
}

/** Findings, packages and writes that this project permits. */
function permitted(own: Configuration, other: Configuration, there: string): Setting[] {
  const { audit, scan, smoke } = own;
  const hours = scan.maxDatabaseAgeHours;
  const before = other.scan.maxDatabaseAgeHours;
  const scripts = added(audit.installScripts ?? [], other.audit.installScripts ?? []);
  const registries = added(audit.registries ?? [], other.audit.registries ?? []);
  const unfixed = scan.ignoreUnfixed && !other.scan.ignoreUnfixed;
  const unsigned = !audit.signatures && other.audit.signatures;
  return [
    ...changed('/scan/ignoreUnfixed', { weaker: unfixed, is: true, was: false, there }),
    ...changed('/scan/maxDatabaseAgeHours', { weaker: hours > before, is: hours, was: before, there }),
    ...changed('/audit/signatures', { weaker: unsigned, is: false, was: true, there }),
    ...listed('/audit/registries', 'lets packages come from', registries),
    ...listed('/audit/installScripts', 'allows those of', scripts),
    ...gone('/audit/installScripts', listOf(audit.installScripts), listOf(other.audit.installScripts)),
    ...listed('/smoke/mounts', 'lets the image write to', added(smoke.mounts, other.smoke.mounts)),
  ];
}

/** Limits that this project relaxes. */
function loosened(own: Configuration, other: Configuration, there: string): Setting[] {
  const most = own.lint.suppressions ?? Infinity;
  const bound = other.lint.suppressions ?? Infinity;
  const words = (number: number): string => (number === Infinity ? 'without a bound' : String(number));
  const { retries } = own.test;
  const before = other.test.retries;
  const weaker = own.test.flaky === 'pass' && other.test.flaky === 'fail';
  const { warnings = 'pass' } = own.lint;
  const isRoot = own.test.user === 'root' && other.test.user !== 'root';
  return [
    ...changed('/docker', { weaker: own.docker && !other.docker, is: true, was: false, there }),
    ...changed('/test/user', { weaker: isRoot, is: 'root', was: other.test.user, there }),
    ...changed('/lint/suppressions', { weaker: most > bound, is: words(most), was: words(bound), there }),
    ...changed('/test/retries', { weaker: retries > before, is: retries, was: before, there }),
    ...replacedCommand(own, other, there),
    ...changed('/test/flaky', { weaker, is: own.test.flaky, was: other.test.flaky, there }),
    ...changed('/lint/scope', {
      weaker: own.lint.scope === 'scripts' && other.lint.scope === 'source',
      is: own.lint.scope,
      was: 'source',
      there,
    }),
    ...changed('/lint/warnings', {
      weaker: warnings === 'pass' && other.lint.warnings === 'fail',
      is: warnings,
      was: 'fail',
      there,
    }),
  ];
}

/** Variables that are new, or that have another value. */
function changedVariables(own: Configuration, other: Configuration): string[] {
  return Object.keys(own.env).filter(
    (name) => !Object.hasOwn(other.env, name) || own.env[name] !== other.env[name],
  );
}

function names({ exceptions }: Configuration): string[] {
  return exceptions.map(({ tool, id }) => `${id} (${tool})`);
}

function listOf(names: readonly string[] | undefined): string | undefined {
  return names === undefined ? undefined : `[${names.join(', ')}]`;
}
