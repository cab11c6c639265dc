import type { Project } from '../../project/project.stage.ts';
import { reportIn } from '../../tools/report.stage.ts';
import { decideTool } from '../../tools/tool-gate.ts';
import { count } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { licenceRun } from '../scan/runs.stage.ts';
import { reports } from '../scan/trivy.stage.ts';
import { parseLicences } from './parse.ts';

/** Checks the licences of the packages in the image against the list of allowed ones. */
export async function licences(project: Project): Promise<Decision> {
  const run = licenceRun(project, (await project.image.get()).archive);
  const { allowed } = project.configuration.licences;
  const file = { tool: 'trivy', path: `${reports}/licences.json` };
  const report = await reportIn(run, file, (output) => parseLicences(output, allowed));
  return decideTool(report, project.policy('licences'), (facts) => ({
    scope: `${count(facts.packages, 'package')} of the image`,
    nothing: facts.packages === 0,
    notes: facts.ofTools === 0 ? [] : [`${count(facts.ofTools, 'package')} of the base image's npm left out`],
  }));
}
