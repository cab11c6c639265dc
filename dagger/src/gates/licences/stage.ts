import { fileIfAny, plainEvidenceOf } from '../../tools/attempt.stage.ts';
import type { Project } from '../../project/project.stage.ts';
import { decideTool } from '../../tools/tool-gate.ts';
import { brokenDown, count, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { licenceRun, reports } from '../scan/runs.stage.ts';
import { parseLicences } from './parse.ts';

/** Licences of the packages in the image, by the list of allowed ones. */
export async function licences(project: Project): Promise<Decision> {
  const run = licenceRun(project, (await project.image.get()).archive);
  const evidence = await plainEvidenceOf(run);
  const text = await fileIfAny(run, evidence, `${reports}/licences.json`);
  if (text === undefined) return unavailable(brokenDown('trivy', evidence));
  const { allowed } = project.configuration.licences;
  const report = parseLicences({ text, exitCode: evidence.exitCode }, allowed);
  return decideTool(report, project.policy('licences'), (facts) => ({
    scope: `${count(facts.packages, 'package')} of the image`,
    nothing: facts.packages === 0,
    notes: facts.ofTools === 0 ? [] : [`${count(facts.ofTools, 'package')} of the base image's npm left out`],
  }));
}
