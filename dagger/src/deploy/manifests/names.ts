import { nameOf } from '../../project/facts/paths.ts';

/** What a project is called. */
export interface ProjectNames {
  /** Its name in pipeline.json or package.json. */
  readonly project: string;
  /** Path of its folder in the repository. */
  readonly folder: string;
  /** Where it is developed, as package.json has it. */
  readonly repository?: string;
}

/** The name of an image on the nodes of a cluster inside of the run, without registry, tag and digest. */
export function nodeName(reference: string): string {
  const [named = reference] = nameOf(reference.split('@')[0] ?? reference).split(':');
  return named.toLowerCase();
}

/** The names that manifests may give its image, without registry and tag, the likeliest first. */
export function imageNames({ project, folder, repository = '' }: ProjectNames): string[] {
  const ofRepository = nameOf(repository.replace(/\/$/, '').replace(/\.git$/, ''));
  const names = [project, folder === '.' ? '' : nameOf(folder), ofRepository];
  return [...new Set(names.map((name) => name.toLowerCase()).filter((name) => name !== ''))];
}
