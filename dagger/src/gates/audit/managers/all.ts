import type { ManagerUse } from '../../../project/manager-use.ts';
import type { Texts } from '../../packages/manager.ts';
import { adapterOf } from '../../packages/managers/all.ts';
import { yarnClassic } from '../../packages/managers/yarn-classic.ts';
import { bunAudit } from './bun.ts';
import type { AuditManager } from './manager.ts';
import { pnpmAudit } from './pnpm.ts';
import { yarnAudit } from './yarn.ts';
import { yarnClassicAudit } from './yarn-classic.ts';

/** How a package manager audits; undefined for npm, whose audit and signatures are the gate's own. */
export function auditManagerOf(use: Pick<ManagerUse, 'name' | 'version'>): AuditManager | undefined {
  switch (use.name) {
    case 'npm':
      return undefined;
    case 'pnpm':
      return pnpmAudit;
    case 'bun':
      return bunAudit;
    case 'yarn':
      return adapterOf(use) === yarnClassic ? yarnClassicAudit : yarnAudit;
  }
}

/** Files, beside `.npmrc`, in which the managers other than npm are told their registries. */
export const registryFiles = ['.yarnrc', '.yarnrc.yml', 'bunfig.toml', 'pnpm-workspace.yaml'];

/** Addresses of the registries in such files, whichever manager reads them. */
export function registriesInSettings(texts: Texts): string[] {
  const all = [pnpmAudit, yarnClassicAudit, yarnAudit, bunAudit].flatMap((manager) =>
    registriesNamed(manager, texts),
  );
  return [...new Set(all)];
}

/** Addresses of the registries that a manager's own settings name. */
export function registriesNamed({ settings }: AuditManager, texts: Texts): string[] {
  const files = Object.entries(settings(texts).files).filter(([name]) => registryFiles.includes(name));
  return files.flatMap(([, text]) => text.match(/https?:\/\/[^\s"',}\]]+/g) ?? []);
}

/** The names of all tools that answer for advisories, npm's first. */
export const auditTools = ['npm-audit', pnpmAudit.tool, yarnAudit.tool, bunAudit.tool];
