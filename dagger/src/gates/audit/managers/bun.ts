import { ShapeError } from '../../../verdict/json.ts';
import { readJson } from '../../../verdict/json-text.ts';
import { plainLine } from '../../../verdict/plain-text.ts';
import { type Affected, readAdvisory } from '../advisory.ts';
import { checkExit } from '../legacy-report.ts';
import { auditNpmrc } from '../npmrc.ts';
import { keptOfBunfig } from '../settings-files.ts';
import { type AuditManager, type AuditOutput, failedToAsk, otherwise } from './manager.ts';
import { isExactlyBelow } from './versions.ts';

/** `bun audit`, which prints the registry's own answer. */
export const bunAudit: AuditManager = {
  tool: 'bun-audit',
  format: 'bun',
  parser: { name: 'yaml', version: '2.9.1' },
  beside: [],
  command: () => ['bun', 'audit', '--json'],
  answers: { codes: [0, 1], says: '{' },
  variables: { NO_COLOR: '1' },
  redirect: (address) => ({
    flags: [],
    variables: { BUN_CONFIG_REGISTRY: address, npm_config_registry: address },
  }),
  reads: ['.npmrc', 'bunfig.toml'],
  settings: (texts) => {
    const npmrc = auditNpmrc(texts['.npmrc'] ?? '');
    return {
      files: { '.npmrc': npmrc.text, 'bunfig.toml': keptOfBunfig(texts['bunfig.toml'] ?? '').text },
      leftOut: npmrc.leftOut.map((name) => `.npmrc: ${name}`),
    };
  },
  ownRegistry: undefined,
  // Before 1.3 the list is printed only where a package.json is.
  scriptDefaults: "echo '{}' > package.json && bun pm default-trusted",
  update: 'bun update',
  without: (version) =>
    isExactlyBelow(version, [1, 2, 15])
      ? `Bun ${version ?? ''} has no audit command, which came with 1.2.15: name a later one as packageManager in package.json, ${otherwise}`
      : undefined,
  retired: () => undefined,
  read: readBunAudit,
};

/** Reads `bun audit --json`: for each package the advisories that affect one of its installed versions. */
function readBunAudit({ exitCode, stdout, stderr }: AuditOutput): Affected[] {
  if (stdout.trim() === '') {
    const said = /^error: (.+)$/m.exec(stderr.slice(-50_000))?.[1];
    const words = said ?? `it ended with code ${String(exitCode)} and no answer`;
    throw new ShapeError(`${failedToAsk('bun')}: ${plainLine(words, 400)}`);
  }
  const affected = readJson(stdout)
    .entries()
    .flatMap(([name, advisories]) =>
      advisories.items().map((advisory) => ({ name, advisory: readAdvisory(advisory) })),
    );
  checkExit(exitCode, affected.length);
  return affected;
}
