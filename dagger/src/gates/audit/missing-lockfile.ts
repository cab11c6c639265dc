import { unavailable } from '../../verdict/evidence.ts';
import { judge, type Policy } from '../../verdict/exceptions.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import { auditTools } from './managers/all.ts';
import type { PackageManager } from '../packages/manager.ts';

/**
 * The decision for a project without a lockfile: red, since what it installs is another thing each day. Where that is
 * tolerated there is still nothing to check.
 */
export function missingLockfile(
  { name, lock }: Pick<PackageManager, 'name' | 'lock'>,
  policy: Policy,
): Decision {
  const finding: Finding = {
    tool: 'lockfile',
    rule: 'missing',
    severity: 'HIGH',
    message: `There is no lockfile: what ${name} installs, and what was checked, can differ from day to day.`,
    fix: `${lock}, and commit the lockfile.`,
    file: 'package.json',
  };
  const { findings, tolerated } = judge([finding], policy);
  const unchecked = [...auditTools, 'npm-signatures'];
  if (findings.length > 0) return { outcome: 'failed', reason: 'there is no lockfile', findings, unchecked };
  return { ...unavailable('there is no lockfile, so nothing was audited'), tolerated, unchecked };
}
