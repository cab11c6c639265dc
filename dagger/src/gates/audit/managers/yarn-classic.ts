import { type JsonCursor, ShapeError } from '../../../verdict/json.ts';
import { readIf } from '../../../verdict/json-text.ts';
import { plainLine } from '../../../verdict/plain-text.ts';
import type { Affected } from '../advisory.ts';
import { jsonLines } from '../json-lines.ts';
import { checkCounts, checkExit, readLegacyAdvisory } from '../legacy-report.ts';
import { auditNpmrc } from '../npmrc.ts';
import { keptOfYarnrc } from '../settings-files.ts';
import { type AuditManager, type AuditOutput, failedToAsk, otherwise } from './manager.ts';

/** `yarn audit` of Yarn 1. The address that it asks is a constant of its program (its sources, cli/commands/audit.js). */
export const yarnClassicAudit: AuditManager = {
  tool: 'yarn-audit',
  format: 'yarn-classic',
  parser: { name: '@yarnpkg/lockfile', version: '1.1.0' },
  beside: [],
  command: () => ['yarn', 'audit', '--json', '--non-interactive', '--level=info'],
  // The code is a sum: 1 for info, up to 16 for critical.
  answers: { codes: Array.from({ length: 32 }, (_, code) => code), says: '"auditSummary"' },
  variables: { YARN_IGNORE_PATH: '1', YARN_STRICT_SSL: 'true' },
  redirect: undefined,
  reads: ['.npmrc', '.yarnrc'],
  settings: (texts) => {
    const npmrc = auditNpmrc(texts['.npmrc'] ?? '');
    const yarnrc = keptOfYarnrc(texts['.yarnrc'] ?? '');
    return {
      files: { '.npmrc': npmrc.text, '.yarnrc': yarnrc.text },
      leftOut: [
        ...npmrc.leftOut.map((name) => `.npmrc: ${name}`),
        ...yarnrc.leftOut.map((name) => `.yarnrc: ${name}`),
      ],
    };
  },
  ownRegistry: ['yarn', 'config', 'get', 'registry'],
  scriptDefaults: undefined,
  update: 'yarn upgrade',
  without: () => undefined,
  retired: () =>
    `Yarn 1 asks a service that npm's registry has retired, and no later version of it asks another one: move to Yarn 4, ${otherwise}`,
  read: readYarnAudit,
};

/**
 * Reads `yarn audit --json`: a line for each advisory and path, then a summary. The exit code is a sum of severities, so
 * that everything but the list says whether there is an advisory at all.
 */
function readYarnAudit({ exitCode, stdout, stderr }: AuditOutput): Affected[] {
  const error = `${stdout}\n${stderr}`.split('\n').flatMap((line) => readIf(line, errorAt) ?? [])[0];
  if (error !== undefined) throw new ShapeError(`${failedToAsk('yarn')}: ${plainLine(error, 400)}`);
  const lines = jsonLines(stdout);
  const summary = lines.find((line) => line.at('type').value === 'auditSummary');
  if (summary === undefined)
    throw new ShapeError(`the report has no summary: yarn ended with code ${String(exitCode)}`);
  const advisories = lines
    .filter((line) => line.at('type').value === 'auditAdvisory')
    .map((line) => line.at('data').at('advisory'));
  checkCounts(summary.at('data').at('vulnerabilities'), advisories.length);
  checkExit(exitCode, advisories.length);
  const once = new Map(advisories.map((advisory) => [JSON.stringify(advisory.at('id').value), advisory]));
  return [...once.values()].map(readLegacyAdvisory);
}

/** The first line of the error that Yarn tells of, without its stack. */
function errorAt(line: JsonCursor): string | undefined {
  return line.at('type').value === 'error' ? line.at('data').text().split('\n')[0] : undefined;
}
