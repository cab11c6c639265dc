import type { Parsed, ToolOutput } from './answer.ts';
import { unreadable } from './answer.ts';

/** What `npm audit` says beside its findings. */
export interface NpmAuditFacts {
  /** Packages that were asked about; zero is no green gate. */
  readonly packages: number;
  readonly production: number;
  readonly development: number;
}

/** The audit's output, and the lockfile that it is about. */
export interface NpmAuditOutput extends ToolOutput {
  /** `package-lock.json`, for installed versions, dependency paths, and production or development. */
  readonly lockfile: string;
}

/**
 * Reads the output of `npm audit --json` (npm 11, `auditReportVersion` 2): one finding for each advisory and each
 * installed copy of a package that it affects.
 * @returns not ok when it is no such report, when the registry refused (405, 410, 500, ENOAUDIT, time out), or when
 *   the lockfile is none that it could be about
 */
export function parseNpmAudit(output: NpmAuditOutput): Parsed<NpmAuditFacts> {
  return unreadable('npm-audit', `a report of ${String(output.text.length)} characters is not read yet`);
}
