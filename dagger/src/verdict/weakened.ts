import type { Configuration } from './configuration.ts';
import { type Severity, severities, type Weakening } from './model.ts';
import { defaultGates } from './order.ts';

/** Lists are told up to here. */
const told = 6;

/**
 * Settings by which a project asks for less than it would get with none: nothing is red for them, and nobody should have to
 * look for them.
 * @param defaults the configuration of a project that has no `pipeline.json`
 */
export function weakenings(own: Configuration, defaults: Configuration): Weakening[] {
  return [...thresholds(own, defaults), ...leftOut(own, defaults), ...permitted(own, defaults)];
}

function thresholds(own: Configuration, defaults: Configuration): Weakening[] {
  const rank = (severity: Severity): number => severities.indexOf(severity);
  const each = Object.entries({ ...own.thresholds })
    .filter(([, severity]) => rank(severity) > rank(defaults.threshold))
    .map(([gate, severity]) => changed(`/thresholds/${gate}`, severity, defaults.threshold));
  return [
    ...(rank(own.threshold) > rank(defaults.threshold)
      ? [changed('/threshold', own.threshold, defaults.threshold)]
      : []),
    ...each,
    ...(own.coverage.lines < defaults.coverage.lines
      ? [
          changed(
            '/coverage/lines',
            `${String(own.coverage.lines)} %`,
            `${String(defaults.coverage.lines)} %`,
          ),
        ]
      : []),
  ];
}

/** What is not looked at. */
function leftOut(own: Configuration, defaults: Configuration): Weakening[] {
  const gates = defaultGates.filter((gate) => !own.gates.includes(gate));
  const tools = defaults.lint.tools.filter((tool) => !own.lint.tools.includes(tool));
  return [
    ...listed('/gates', 'leaves out', gates),
    ...listed('/lint/tools', 'leaves out', tools),
    ...listed('/semgrep/exclude', 'is not looked at:', own.semgrep.exclude),
    ...listed('/scan/skip', 'is not looked at for secrets:', own.scan.skip),
    ...listed('/test/arguments', 'may leave tests out:', own.test.arguments),
  ];
}

/** What is let through. */
function permitted(own: Configuration, defaults: Configuration): Weakening[] {
  const { audit, scan } = own;
  const mounts = own.smoke.mounts.filter((mount) => !defaults.smoke.mounts.includes(mount));
  return [
    ...(scan.ignoreUnfixed ? [changed('/scan/ignoreUnfixed', 'true', 'false')] : []),
    ...(scan.maxDatabaseAgeHours > defaults.scan.maxDatabaseAgeHours
      ? [
          changed(
            '/scan/maxDatabaseAgeHours',
            String(scan.maxDatabaseAgeHours),
            String(defaults.scan.maxDatabaseAgeHours),
          ),
        ]
      : []),
    ...(audit.signatures ? [] : [changed('/audit/signatures', 'false', 'true')]),
    ...listed('/audit/registries', 'lets packages come from', audit.registries ?? []),
    ...listed('/audit/installScripts', 'allows those of', audit.installScripts),
    ...listed('/smoke/mounts', 'lets the image write to', mounts),
  ];
}

function changed(setting: string, value: string, byDefault: string): Weakening {
  return { setting, text: `is ${value}, by default ${byDefault}` };
}

function listed(setting: string, what: string, items: readonly string[]): Weakening[] {
  if (items.length === 0) return [];
  const more = items.length > told ? ` and ${String(items.length - told)} more` : '';
  return [{ setting, text: `${what} ${items.slice(0, told).join(', ')}${more}` }];
}
