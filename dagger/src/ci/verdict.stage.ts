import { type Base, compareSettings } from './base.stage.ts';
import { imageUses } from './image-uses.stage.ts';
import { carriedRows, order } from '../gates/order.ts';
import type { Project } from '../project/project.stage.ts';
import { baselineUse } from '../verdict/baseline-use.ts';
import { exceptionUses } from '../verdict/exceptions.ts';
import type { GateResult, Verdict } from '../verdict/model.ts';
import { verdictOf } from '../verdict/verdict.ts';

/** Results of all gates, and the target branch to compare with. */
interface FinishedGates {
  readonly gates: readonly GateResult[];
  readonly durationMs: number;
  readonly base: Base;
}

/** The verdict over gates, with the images that they used and the settings that are weaker than others. */
export async function verdictFor(
  project: Project,
  { gates, durationMs, base: found }: FinishedGates,
): Promise<Verdict> {
  const [revision, images, { base, weakened }] = await Promise.all([
    project.revision(),
    imageUses(gates, project),
    compareSettings(project, found),
  ]);
  const { configuration, notConfigured } = project;
  const today = project.hour.slice(0, 10);
  const baseline = baselineUse(project.baseline, { gates, today, rows: carriedRows(project.gates) });
  return verdictOf({
    project: configuration.project,
    revision: revision.name,
    gates,
    durationMs,
    notConfigured,
    images,
    base,
    weakened,
    exceptions: exceptionUses(configuration.exceptions, { gates, today, rows: order }),
    ...(baseline === undefined ? {} : { baseline }),
  });
}
