import type { Project } from '../project/project.stage.ts';
import { partOf } from '../project/workspace.stage.ts';
import type { Decision } from '../verdict/model.ts';
import { decideParts, type PartDecision } from './parts.ts';

/** How many parts are checked at once: each is a container of its own, beside those of the other gates. */
const atOnce = 2;

/** A part of a project, as a gate has chosen it. */
interface Chosen {
  /** Path in the project; `.` for the top. */
  readonly folder: string;
}

/** Runs a gate on each of some parts of a project, and decides on the whole. */
export async function decideEach<T extends Chosen>(
  project: Project,
  parts: readonly T[],
  decide: (part: Project, chosen: T) => Promise<Omit<PartDecision, 'folder'>>,
): Promise<Decision> {
  const decisions = await ofEach(parts, async (chosen) => ({
    folder: chosen.folder,
    ...(await decide(await partOf(project, chosen.folder), chosen)),
  }));
  return decideParts(decisions);
}

/** The results of a step on each of some parts, in their order. */
async function ofEach<P, T>(parts: readonly P[], step: (part: P) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let start = 0; start < parts.length; start += atOnce) {
    results.push(...(await Promise.all(parts.slice(start, start + atOnce).map(step))));
  }
  return results;
}
