import { someOf } from '../../files.ts';
import { type Fact, fact, type Found, type ProjectFiles } from '../fact.ts';
import { isDockerfile } from '../files.ts';
import { nameOf, topFirst } from '../paths.ts';

/** Names of the file that is built where no other is named, by Docker and by Podman. */
const plainNames = ['Dockerfile', 'Containerfile', 'dockerfile'];

/** All Dockerfiles of a project, from the top down. */
export function dockerfilesOf({ paths }: ProjectFiles): string[] {
  return topFirst(paths.filter(isDockerfile));
}

/**
 * The project's Dockerfile: the one at the top, else the only one in another folder. A file such as `Dockerfile.dev`
 * counts only where there is none that is called Dockerfile. Among several, nothing is chosen, and all are told.
 */
export function dockerfileOf(files: ProjectFiles): Found<Fact<string> | undefined> {
  const all = dockerfilesOf(files);
  if (all.length === 0) return { found: undefined, notes: [] };
  const plain = all.filter((path) => plainNames.includes(nameOf(path)));
  const candidates = plain.length > 0 ? plain : all;
  const top = plainNames.find((name) => candidates.includes(name));
  const chosen = top ?? (candidates.length === 1 ? candidates[0] : undefined);
  if (chosen === undefined) {
    const several = `several Dockerfiles, and none at the top: ${someOf(all, 5)}: name one with --dockerfile`;
    return { found: undefined, notes: [several] };
  }
  const others = all.filter((path) => path !== chosen);
  const notes =
    others.length === 0 ? [] : [`${chosen} counts as the Dockerfile; there is also ${someOf(others, 5)}`];
  const why = chosen === top ? `${chosen} at the top` : `${chosen}, the only one of that kind`;
  return { found: fact(chosen, why), notes };
}
