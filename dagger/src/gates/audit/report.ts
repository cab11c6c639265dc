import { abnormalEnd } from '../../verdict/evidence.ts';
import type { Lockfile } from '../packages/locked.ts';
import { endedWith, type Parsed, readReport, unreadable } from '../../tools/answer.ts';
import { advisoryFindings } from './advisory.ts';
import type { AuditManager, AuditOutput } from './managers/manager.ts';

/** How much was audited; a gate with zero is not green. */
export interface AuditFacts {
  readonly packages: number;
  readonly production: number;
}

/**
 * Reads the answer of a manager's audit command: one finding for each advisory and each installed version that it
 * affects.
 * @returns not ok if it is no answer, with the manager's own words, and for a version whose question the registry no
 *   longer answers with what to do
 */
export function parseAudit(
  manager: AuditManager,
  output: AuditOutput,
  { lockfile, version }: { readonly lockfile: Lockfile; readonly version: string | undefined },
): Parsed<AuditFacts> {
  if (abnormalEnd(output) !== undefined) return unreadable(manager.tool, endedWith(output.exitCode));
  const parsed = readReport(manager.tool, () => {
    const packages = [...lockfile.packages.values()];
    return {
      findings: advisoryFindings(manager.read(output), lockfile, manager),
      facts: {
        packages: packages.length,
        production: packages.filter(({ production }) => production).length,
      },
    };
  });
  const retired = manager.retired(version);
  if (parsed.ok || retired === undefined || !isRefusal(parsed.reason)) return parsed;
  return { ok: false, reason: `${parsed.reason}. ${retired}` };
}

/** Whether a registry answered that it does not have the service, and not that it is out of reach or out of order. */
function isRefusal(reason: string): boolean {
  return /\b(?:400|404|405|410)\b|being retired|doesn't exist/i.test(reason);
}
