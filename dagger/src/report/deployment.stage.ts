import type { Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { DeployResult } from '../deploy/record.ts';
import { endingOfVerdict } from '../ci/ending.ts';
import type { Project } from '../project/project.stage.ts';
import { reportFiles } from './files.stage.ts';
import { renderDeploymentJson } from '../deploy/proof/deployment-json.ts';
import { deploymentTable } from '../deploy/proof/deployment-table.ts';
import { renderDeploymentPage } from './page.ts';
import { renderDeploymentSummary, renderEndingSummary } from './summary.ts';
import { type Ending, endingOfRefusal, passed } from '../verdict/ending.ts';
import { verdictTable } from '../verdict/table.ts';
import { exitCodes } from '../verdict/verdict.ts';

/** The ending of a deployment: its table and that of its gates, or the ending of the gates or of the refusal. */
export function endingOfDeployment(result: DeployResult): Ending {
  if (result.kind === 'red') return endingOfVerdict(result.verdict);
  if (result.kind === 'refused') return endingOfRefusal(result);
  const { verdict, deployment } = result;
  const tables = [...(verdict === undefined ? [] : [verdictTable(verdict)]), deploymentTable(deployment)];
  const output = tables.join('\n');
  if (deployment.exitCode === exitCodes.passed) return passed(output);
  const { exitCode, outcome, reason } = deployment;
  return { exitCode, message: `deploy: ${outcome}: ${reason}`, output: `${output}\n` };
}

/** A deployment and its gates as files, whatever the outcome; for a refusal before any gate, a summary with the reason. */
export async function deploymentFiles(project: Project, result: DeployResult): Promise<Directory> {
  if (result.kind === 'red') return reportFiles(project, result.verdict);
  if (result.kind === 'refused') {
    const { verdict } = result;
    return verdict === undefined ? endingFiles(endingOfRefusal(result)) : reportFiles(project, verdict);
  }
  const { deployment, verdict, logs } = result;
  const files =
    verdict === undefined
      ? dag
          .directory()
          .withNewFile('deployment.json', renderDeploymentJson(deployment))
          .withNewFile('summary.md', renderDeploymentSummary(deployment))
          .withNewFile('index.html', renderDeploymentPage(deployment))
      : await reportFiles(project, verdict, { deployment });
  return logs === undefined ? files : files.withDirectory('kind-logs', logs);
}

/** The report of a call that checked nothing: a summary with the reason. */
export function endingFiles(ending: Ending): Directory {
  return dag.directory().withNewFile('summary.md', renderEndingSummary(ending));
}
