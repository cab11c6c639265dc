import type { ManagerUse } from '../../../project/manager-use.ts';
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

/** The names of all tools that answer for advisories, npm's first. */
export const auditTools = ['npm-audit', pnpmAudit.tool, yarnAudit.tool, bunAudit.tool];
