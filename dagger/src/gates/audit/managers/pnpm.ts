import { ShapeError } from '../../../verdict/json.ts';
import { readJson } from '../../../verdict/json-text.ts';
import { plainLine } from '../../../verdict/plain-text.ts';
import type { Affected } from '../advisory.ts';
import { checkExit, readLegacyReport } from '../legacy-report.ts';
import { refuseNpmError } from '../npm-error.ts';
import { auditNpmrc } from '../npmrc.ts';
import { keptOfYaml } from '../settings-files.ts';
import { majorIn } from './versions.ts';
import { type AuditManager, type AuditOutput, failedToAsk, otherwise } from './manager.ts';

/** pnpm from 11 on asks npm's bulk advisories; before that, a service that npm's registry has retired (pnpm/pnpm#11265). */
const firstBulk = 11;

/** `pnpm audit`, which reads the lockfile alone. */
export const pnpmAudit: AuditManager = {
  tool: 'pnpm-audit',
  format: 'pnpm',
  parser: { name: 'yaml', version: '2.9.1' },
  beside: ['pnpm-workspace.yaml'],
  command: () => [
    ...['pnpm', 'audit', '--json', '--config.audit-level=low', '--config.strict-ssl=true'],
    ...['--config.fetch-timeout=60000', '--config.fetch-retries=2'],
    ...['--config.fetch-retry-mintimeout=1000', '--config.fetch-retry-maxtimeout=2000'],
  ],
  answers: { codes: [0, 1], says: '"advisories"' },
  variables: {},
  redirect: (address) => ({ flags: [`--registry=${address}`], variables: {} }),
  reads: ['.npmrc', 'pnpm-workspace.yaml', 'package.json'],
  settings: (texts) => {
    const npmrc = auditNpmrc(texts['.npmrc'] ?? '');
    const told = /^(?:audit|auditConfig|auditLevel|dev|production|optional)$/;
    const kept = ['registry', 'registries', 'namedRegistries'];
    const workspace = keptOfYaml(texts['pnpm-workspace.yaml'] ?? '', kept, told);
    const inManifest = /"auditConfig"\s*:/.test(texts['package.json'] ?? '') ? ['auditConfig'] : [];
    return {
      files: {
        // Which workspaces there are stands in the lockfile.
        'package.json': '{"name": "audited", "version": "0.0.0", "private": true}\n',
        '.npmrc': npmrc.text,
        ...(workspace.text === '' ? {} : { 'pnpm-workspace.yaml': workspace.text }),
      },
      leftOut: [
        ...npmrc.leftOut.map((name) => `.npmrc: ${name}`),
        ...workspace.leftOut.map((name) => `pnpm-workspace.yaml: ${name}`),
        ...inManifest.map((name) => `package.json: ${name}`),
      ],
    };
  },
  ownRegistry: undefined,
  scriptDefaults: undefined,
  update: 'pnpm update --recursive',
  without: () => undefined,
  retired: (version) =>
    (majorIn(version) ?? 0) >= firstBulk
      ? undefined
      : `pnpm asks npm's bulk advisory service from version ${String(firstBulk)} on; the one that version ${version ?? '10'} asks has been retired by npm's registry: name pnpm ${String(firstBulk)} or later as packageManager in package.json, ${otherwise}`,
  read: readPnpmAudit,
};

/**
 * Reads `pnpm audit --json`: a report in npm's old form, whichever service pnpm asks; or `{"error": ...}`, which pnpm 12
 * writes as text beside it.
 */
function readPnpmAudit({ exitCode, stdout, stderr }: AuditOutput): Affected[] {
  if (stdout.trim() === '') throw new ShapeError(`${failedToAsk('pnpm')}: ${wordsOf(stderr, exitCode)}`);
  const report = readJson(stdout);
  refuseNpmError(report, failedToAsk('pnpm'));
  const affected = readLegacyReport(report);
  checkExit(exitCode, affected.length);
  return affected;
}

/** pnpm 12 wraps its sentences beside a rule: the first of them, then their causes. */
function wordsOf(stderr: string, exitCode: number): string {
  const said = stderr
    .slice(-50_000)
    .split('\n')
    .map((line) => line.replace(/^\s*(?:×|│|├─▶|╰─▶)\s*/, '').trim());
  // A line that ends in the middle of an address goes on without a space.
  const words = plainLine(
    said
      .filter((line) => line !== '')
      .join(' ')
      .replaceAll('/ ', '/'),
    400,
  );
  return words === '' ? `it ended with code ${String(exitCode)} and no answer` : words;
}
