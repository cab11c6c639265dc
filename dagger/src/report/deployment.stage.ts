import type { Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { DeployResult } from '../deploy/deploy.stage.ts';
import { endWith } from '../tools/ending.stage.ts';
import { tableOrEnd } from '../ci/pipeline.ts';
import type { Project } from '../project/project.stage.ts';
import { reportFiles } from './files.stage.ts';
import { renderDeploymentJson } from '../deploy/proof/deployment-json.ts';
import { deploymentTable } from '../deploy/proof/deployment-table.ts';
import { renderDeploymentPage } from './page.ts';
import { renderDeploymentSummary } from './summary.ts';
import { exitCodes } from '../verdict/verdict.ts';
import { verdictTable } from '../verdict/table.ts';

/** What was deployed and proved, as a table; else ends with the exit code of the gates or of the deployment. */
export async function deployTableOrEnd(result: DeployResult): Promise<string> {
  if (result.kind === 'red') return tableOrEnd(result.verdict);
  if (result.kind === 'unverified') return endUnverified(result);
  const { verdict, deployment } = result;
  const tables = [...(verdict === undefined ? [] : [verdictTable(verdict)]), deploymentTable(deployment)];
  const output = tables.join('\n');
  if (deployment.exitCode === exitCodes.passed) return output;
  const { exitCode, outcome, reason } = deployment;
  return endWith({ exitCode, message: `deploy: ${outcome}: ${reason}`, output: `${output}\n` });
}

function endUnverified({ outcome, reason }: Extract<DeployResult, { kind: 'unverified' }>): Promise<never> {
  const message = `deploy: the image is not verified: ${outcome}: ${reason}`;
  return endWith({ exitCode: exitCodes[outcome], message, output: '' });
}

/** Everything that is known about a deployment and its gates, as files; of an image that came published, no gates. */
export async function deployFiles(project: Project, result: DeployResult): Promise<Directory> {
  if (result.kind === 'red') return reportFiles(project, result.verdict);
  if (result.kind === 'unverified') return endUnverified(result);
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
