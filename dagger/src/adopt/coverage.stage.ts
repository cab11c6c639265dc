import { testReports } from '../gates/test/stage.ts';
import type { Project } from '../project/project.stage.ts';
import { readTests } from '../gates/test/all-results.stage.ts';
import { unavailableBy } from '../verdict/evidence.ts';
import type { Coverage, Verdict } from '../verdict/model.ts';

/**
 * The coverage that the tests of a run measured, of the part that has least; undefined where they did not run, or wrote no
 * report that can be read.
 */
export async function measuredCoverage(
  project: Project,
  { gates }: Pick<Verdict, 'gates'>,
): Promise<Coverage | undefined> {
  const isTested = gates.some(({ gate, outcome }) => gate === 'test' && outcome !== 'unavailable');
  if (!isTested) return undefined;
  try {
    return (await readTests(await testReports(project))).leastCovered;
  } catch (error) {
    console.error(`adopt: the coverage could not be read: ${unavailableBy(error).reason}`);
    return undefined;
  }
}
