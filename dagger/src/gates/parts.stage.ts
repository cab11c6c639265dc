import type { Project } from '../project/project.stage.ts';
import { partOf } from '../project/workspace.stage.ts';
import type { Decision } from '../verdict/model.ts';
import { decideParts, type PartDecision } from './parts.ts';

/** How many parts are checked at once: each is a container of its own, beside those of the other gates. */
const atOnce = 2;

/** Runs a gate on each of some folders of a project, and decides on the whole. */
export async function decideEach(
  project: Project,
  folders: readonly string[],
  decide: (part: Project, folder: string) => Promise<Omit<PartDecision, 'folder'>>,
): Promise<Decision> {
  return decideParts(
    await eachFolder(folders, async (folder) => ({
      folder,
      ...(await decide(await partOf(project, folder), folder)),
    })),
  );
}

/** The results of a step on each of some folders, in their order. */
export async function eachFolder<T>(
  folders: readonly string[],
  step: (folder: string) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (let start = 0; start < folders.length; start += atOnce) {
    results.push(...(await Promise.all(folders.slice(start, start + atOnce).map(step))));
  }
  return results;
}
