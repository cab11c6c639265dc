import { managerUse, type ManagerUse } from './manager-use.ts';
import type { Project } from './project.stage.ts';
import { requireManifest } from './source.ts';

/**
 * The package manager that installs a project.
 * @throws UsageError if there is no package.json, or lockfiles of two managers
 */
export async function managerIn({ workspace }: Pick<Project, 'workspace'>): Promise<ManagerUse> {
  const entries = await workspace.root.entries();
  requireManifest(entries);
  return managerUse(workspace.facts, entries);
}
