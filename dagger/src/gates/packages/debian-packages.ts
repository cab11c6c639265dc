import { abnormalEnd, type Evidence, unavailable } from '../../verdict/evidence.ts';
import { errorSummary } from '../../verdict/error-summary.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/**
 * Adds Debian packages. An index that cannot be fetched is an error and not a warning, since apt would then know no package
 * (apt-get(8); apt.conf(5), APT::Update::Error-Mode), and a name that is none is no pattern (APT::Cmd::Pattern-Only). Lists and
 * archives are in no layer.
 */
const script = [
  'export DEBIAN_FRONTEND=noninteractive',
  'apt-get update -q -o APT::Update::Error-Mode=any -o Acquire::Retries=2',
  'apt-get install -q -y --no-install-recommends -o APT::Cmd::Pattern-Only=true -o Acquire::Retries=2 -- "$@"',
  'rm -rf /var/lib/apt/lists/* /var/cache/apt/*',
].join(' && ');

/** The command that adds packages to a container. */
export function installPackages(packages: readonly string[]): string[] {
  return ['sh', '-c', script, 'sh', ...packages];
}

/** What apt says of a package that its lists do not have. */
const unknown =
  /^E: (?:Unable to locate package|Package) '?([^\s']+)'?(?: has no installation candidate)?$/gm;

/**
 * The decision of each gate that needs the packages if they could not be added: red for a name that Debian does not have,
 * unavailable where the mirror or the machine is the cause.
 * @returns undefined if they were added
 */
export function decidePackages(evidence: Evidence): Decision | undefined {
  if (evidence.broke !== true) return undefined;
  const output = `${evidence.stdout}\n${evidence.stderr}`;
  const names = [...new Set([...output.matchAll(unknown)].map(([, name = '']) => plainLine(name, 100)))];
  const abnormal = abnormalEnd(evidence);
  if (names.length === 0 || abnormal !== undefined) {
    const errors = output.split('\n').filter((line) => line.startsWith('E: '));
    const said = plainLine(errors[0] ?? errorSummary(evidence));
    const how = abnormal ?? `ended with code ${String(evidence.exitCode)}`;
    return unavailable(`node.packages: apt-get ${how}: ${said}`);
  }
  const message = `node.packages: Debian has no package ${names.join(', ')}`;
  const finding: Finding = {
    tool: 'apt',
    rule: 'unknown-package',
    severity: 'HIGH',
    message,
    fix: 'Name packages as apt search does in Debian bookworm, or take the name out of pipeline.json.',
    file: 'pipeline.json',
  };
  return { outcome: 'failed', reason: message, findings: [finding] };
}
