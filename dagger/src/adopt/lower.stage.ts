import type { Changeset } from '@dagger.io/dagger';

import { lowerText } from './lower-text.ts';
import { inProject, jsonText } from './proposed-file.ts';
import { proposedChanges } from './write.stage.ts';
import { prepareGates, runGates } from '../ci/pipeline.ts';
import { carriedRows, rowsInUse } from '../gates/order.ts';
import type { Project } from '../project/project.stage.ts';
import { baselineFile } from '../project/read-baseline.ts';
import { lowered, total } from '../verdict/baseline-use.ts';
import { UsageError } from '../verdict/usage-error.ts';

/**
 * Runs the gates whose findings the baseline carries, and proposes the lower counts, never higher ones: an entry of which
 * nothing is left goes, and the file with the last of them. What was lowered is printed.
 * @throws UsageError where the project has no baseline, or the source is wrong
 */
export async function lowerBaseline(project: Project): Promise<Changeset> {
  const { baseline, repository, folder } = project;
  if (baseline === undefined) {
    throw new UsageError(
      `baseline: the project has no ${baselineFile}, whose counts it could lower`,
      'dagger call adopt proposes the first one',
    );
  }
  const tools = new Set(baseline.findings.map(({ tool }) => tool));
  const rows = carriedRows(project.gates).filter((row) => row.tools.some((tool) => tools.has(tool)));
  const names = rows.map(({ gate }) => gate);
  const inUse = rowsInUse(project.gates).filter(({ gate }) => names.includes(gate));
  const options = { allowUnavailable: [], failFast: false, quiet: true, regardless: true };
  const { gates } = await runGates(await prepareGates(project, options, inUse));
  const next = lowered(baseline, { gates, rows });
  console.error(lowerText(baseline, next, { gates, rows }));
  const path = inProject(folder, baselineFile);
  if (next.findings.length === 0) return repository.withoutFile(path).changes(repository);
  const isLower = total(next.findings) < total(baseline.findings);
  return proposedChanges(project, isLower ? [{ path, text: jsonText(next) }] : []);
}
