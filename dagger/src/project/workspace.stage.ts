import type { Directory } from '@dagger.io/dagger';

import type { ProjectFacts } from './facts/facts.ts';
import { factsOfSource } from './facts.stage.ts';
import type { Project, Workspace } from './project.stage.ts';
import { foldersAbove, pathFrom, pathIn } from './workspace.ts';

/** A folder of a source, and what it is. */
interface Place {
  readonly source: Directory;
  readonly directory: string;
  readonly facts: ProjectFacts;
}

/**
 * The workspace that a folder belongs to: the nearest folder above it of which it is a workspace, else itself. Only the
 * former has a lockfile for it.
 * @param repository the source that `directory` is a folder of
 */
export async function workspaceOf(
  repository: Directory,
  { source, directory, facts }: Place,
): Promise<Workspace> {
  for (const above of foldersAbove(directory)) {
    const root = above === '.' ? repository : repository.directory(above);
    if (!(await root.exists('package.json'))) continue;
    const found = await factsOfSource(root);
    const folder = pathFrom(above, directory);
    if (found.workspaces.some(({ value }) => value === folder)) return { root, facts: found, folder };
  }
  return { root: source, facts, folder: '.' };
}

/** A folder of a project as a project of its own, whose packages are installed with those of the whole. */
export async function partOf(project: Project, folder: string): Promise<Project> {
  if (folder === '.') return project;
  const source = project.source.directory(folder);
  const { workspace } = project;
  return {
    ...project,
    source,
    folder: pathIn(project.folder, folder),
    facts: await factsOfSource(source),
    workspace: { ...workspace, folder: pathIn(workspace.folder, folder) },
  };
}
