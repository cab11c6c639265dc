import { coverageOf } from '../gates/test/decide-coverage.ts';
import { runnerOf, testReports } from '../gates/test/stage.ts';
import type { Project } from '../project/project.stage.ts';
import { unavailableBy } from '../verdict/evidence.ts';
import type { Coverage, Verdict } from '../verdict/model.ts';

/** The coverage that the tests of a run measured; undefined where they did not run, or wrote no report that can be read. */
export async function measuredCoverage(
  project: Project,
  { gates }: Pick<Verdict, 'gates'>,
): Promise<Coverage | undefined> {
  const isTested = gates.some(({ gate, outcome }) => gate === 'test' && outcome !== 'unavailable');
  if (!isTested || runnerOf(project) === undefined) return undefined;
  try {
    // The run of the gate itself, answered from the cache.
    const folder = (await testReports(project)).directory('coverage');
    const name = 'coverage-summary.json';
    if (!(await folder.entries()).includes(name)) return undefined;
    return coverageOf(await folder.file(name).contents());
  } catch (error) {
    console.error(`adopt: the coverage could not be read: ${unavailableBy(error).reason}`);
    return undefined;
  }
}
