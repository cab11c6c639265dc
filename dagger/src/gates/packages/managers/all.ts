import type { ManagerUse } from '../../../project/manager-use.ts';
import type { PackageManager } from '../manager.ts';
import { bun } from './bun.ts';
import { npm } from './npm.ts';
import { pnpm } from './pnpm.ts';
import { yarn } from './yarn.ts';
import { yarnClassic } from './yarn-classic.ts';

/** The package manager of a project. Yarn 1 and its later versions share a name and nothing else. */
export function adapterOf({ name, version }: Pick<ManagerUse, 'name' | 'version'>): PackageManager {
  if (name !== 'yarn') return { npm, pnpm, bun }[name];
  return /^\D*1(?:\D|$)/.test(version ?? '') ? yarnClassic : yarn;
}
