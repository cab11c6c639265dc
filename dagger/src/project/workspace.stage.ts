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

/**
 * A folder of a project as a project of its own, whose packages are installed with those of the whole. It is one project
 * however often it is asked for, so that reports find the run that the gate has made.
 */
export function partOf(project: Project, folder: string): Promise<Project> {
  if (folder === '.') return Promise.resolve(project);
  const parts = partsOf.get(project) ?? new Map<string, Promise<Project>>();
  partsOf.set(project, parts);
  const part = parts.get(folder) ?? makePart(project, folder);
  parts.set(folder, part);
  return part;
}

const partsOf = new WeakMap<Project, Map<string, Promise<Project>>>();

async function makePart(project: Project, folder: string): Promise<Project> {
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

/** A project with another source, which its workspace has, too: packages are installed beside it. */
export function withSource(project: Project, source: Directory): Project {
  const { root, folder } = project.workspace;
  const changed = folder === '.' ? source : root.withDirectory(folder, source);
  return { ...project, source, workspace: { ...project.workspace, root: changed } };
}
