import type { ProjectFacts } from '../../project/facts/facts.ts';
import type { ManagerUse } from '../../project/manager-use.ts';

/** The version of a manager that audits, and what is to be told of it. */
export interface AuditedVersion {
  readonly version: string | undefined;
  readonly notes: readonly string[];
}

/** A pnpm that reads lockfileVersion 9 and asks the service that the registry has. */
const newestPnpm = '12';

/**
 * The version that audits: the project's own. Where it names none, its lockfile may be that of several: pnpm 9 to 12 write
 * the same format, and only from 11 on they ask the service that the registry still has.
 */
export function auditedVersion(
  { name, version }: ManagerUse,
  { packageManager }: Pick<ProjectFacts, 'packageManager'>,
): AuditedVersion {
  const said = packageManager?.value.version?.from ?? '';
  if (name !== 'pnpm' || !/^pnpm-lock\.yaml: lockfileVersion 9/.test(said)) return { version, notes: [] };
  return {
    version: newestPnpm,
    notes: [
      `audited by pnpm ${newestPnpm}, which reads the same lockfile: package.json names no version of pnpm, and older ones ask an advisory service that npm's registry has retired`,
    ],
  };
}
