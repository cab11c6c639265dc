import { type Configuration, thresholdOf } from '../project/configuration.ts';
import { type Severity, severities, type Weakening } from '../verdict/model.ts';

/** Lists are told up to here. */
const told = 6;

/** What a project's settings are compared with. */
export interface Standard {
  readonly configuration: Configuration;
  /** Whose settings they are. */
  readonly than: Weakening['than'];
}

/**
 * Settings by which a project asks for less than another configuration does: nothing is red for them, and nobody should
 * have to look for them.
 * @param own what the project says
 * @param standard the configuration of a project that has no `pipeline.json`, or that of the target branch
 */
export function weakenings(own: Configuration, { configuration: other, than }: Standard): Weakening[] {
  const there = than === 'defaults' ? 'by default' : 'there';
  const settings = [
    ...thresholds(own, other, there),
    ...leftOut(own, other),
    ...permitted(own, other, there),
    ...loosened(own, other, there),
    // Beside the defaults each exception is told as such, and a list of licences is stricter than none.
    ...(than === 'defaults'
      ? []
      : [
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

type Setting = Omit<Weakening, 'than'>;

function thresholds(own: Configuration, other: Configuration, there: string): Setting[] {
  const rank = (severity: Severity): number => severities.indexOf(severity);
  const lines = (configuration: Configuration): string => `${String(configuration.coverage.lines)} %`;
  const apart = [...new Set([own, other].flatMap(({ thresholds: each }) => Object.keys(each)))];
  const each = apart
    .map((gate) => ({ gate, is: thresholdOf(own, gate), was: thresholdOf(other, gate) }))
    .filter(({ is, was }) => rank(is) > rank(was))
    .map(({ gate, is, was }) => changed(`/thresholds/${gate}`, { is, was, there }));
  return [
    ...(rank(own.threshold) > rank(other.threshold)
      ? [changed('/threshold', { is: own.threshold, was: other.threshold, there })]
      : []),
    ...each,
    ...(own.coverage.lines < other.coverage.lines
      ? [changed('/coverage/lines', { is: lines(own), was: lines(other), there })]
      : []),
  ];
}

/** What is not looked at. */
function leftOut(own: Configuration, other: Configuration): Setting[] {
  const gone = [
    ...(other.smoke.conversation !== undefined && own.smoke.conversation === undefined
      ? [{ setting: '/smoke/conversation', text: `is gone, there ${other.smoke.conversation}` }]
      : []),
    ...(other.deploy.load !== undefined && own.deploy.load === undefined
      ? [{ setting: '/deploy/load', text: `is gone, there ${other.deploy.load}` }]
      : []),
  ];
  return [
    ...listed('/gates', 'leaves out', added(other.gates, own.gates)),
    ...listed('/lint/tools', 'leaves out', added(other.lint.tools, own.lint.tools)),
    ...listed('/semgrep/exclude', 'is not looked at:', added(own.semgrep.exclude, other.semgrep.exclude)),
    ...listed('/scan/skip', 'is not looked at for secrets:', added(own.scan.skip, other.scan.skip)),
    ...listed('/test/arguments', 'may leave tests out:', added(own.test.arguments, other.test.arguments)),
    ...gone,
  ];
}

/** What is let through. */
function permitted(own: Configuration, other: Configuration, there: string): Setting[] {
  const { audit, scan, smoke } = own;
  const { maxDatabaseAgeHours: hours } = scan;
  const before = other.scan.maxDatabaseAgeHours;
  const scripts = added(audit.installScripts, other.audit.installScripts);
  const registries = added(audit.registries ?? [], other.audit.registries ?? []);
  return [
    ...(scan.ignoreUnfixed && !other.scan.ignoreUnfixed
      ? [changed('/scan/ignoreUnfixed', { is: 'true', was: 'false', there })]
      : []),
    ...(hours > before
      ? [changed('/scan/maxDatabaseAgeHours', { is: String(hours), was: String(before), there })]
      : []),
    ...(!audit.signatures && other.audit.signatures
      ? [changed('/audit/signatures', { is: 'false', was: 'true', there })]
      : []),
    ...listed('/audit/registries', 'lets packages come from', registries),
    ...listed('/audit/installScripts', 'allows those of', scripts),
    ...listed('/smoke/mounts', 'lets the image write to', added(smoke.mounts, other.smoke.mounts)),
  ];
}

/** What is looked at less strictly. */
function loosened(own: Configuration, other: Configuration, there: string): Setting[] {
  const most = own.lint.suppressions ?? Infinity;
  const bound = other.lint.suppressions ?? Infinity;
  const words = (number: number): string => (number === Infinity ? 'without a bound' : String(number));
  const retries = [own, other].map(({ test }) => test.retries) as [number, number];
  return [
    ...(most > bound ? [changed('/lint/suppressions', { is: words(most), was: words(bound), there })] : []),
    ...(retries[0] > retries[1]
      ? [changed('/test/retries', { is: String(retries[0]), was: String(retries[1]), there })]
      : []),
    ...(own.test.flaky === 'pass' && other.test.flaky === 'fail'
      ? [changed('/test/flaky', { is: 'pass', was: 'fail', there })]
      : []),
  ];
}

/** What the first list has and the second has not. */
function added<T extends string>(list: readonly T[], before: readonly string[]): T[] {
  return list.filter((item) => !before.includes(item));
}

function names({ exceptions }: Configuration): string[] {
  return exceptions.map(({ tool, id }) => `${id} (${tool})`);
}

function changed(
  setting: string,
  { is, was, there }: { readonly is: string; readonly was: string; readonly there: string },
): Setting {
  return { setting, text: `is ${is}, ${there} ${was}` };
}

/** A list's items behind what they mean; nothing where there are none. */
export function listed(setting: string, what: string, items: readonly string[]): Setting[] {
  if (items.length === 0) return [];
  const more = items.length > told ? ` and ${String(items.length - told)} more` : '';
  return [{ setting, text: `${what} ${items.slice(0, told).join(', ')}${more}` }];
}
