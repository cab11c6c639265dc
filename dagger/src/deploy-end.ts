import type { Directory } from '@dagger.io/dagger';

import type { DeployResult } from './deploy.ts';
import { endWith } from './ending.ts';
import { tableOrEnd } from './pipeline.ts';
import type { Project } from './stages/project.ts';
import { reportFiles } from './stages/report.ts';
import { deploymentTable } from './verdict/deployment/deployment-table.ts';
import { exitCodes } from './verdict/verdict.ts';
import { verdictTable } from './verdict/table.ts';

/** What was deployed and proved, as a table; else ends with the exit code of the gates or of the deployment. */
export async function deployTableOrEnd(result: DeployResult): Promise<string> {
  if (result.kind === 'refused') return tableOrEnd(result.verdict);
  const { verdict, deployment } = result;
  const output = [verdictTable(verdict), deploymentTable(deployment)].join('\n');
  if (deployment.exitCode === exitCodes.passed) return output;
  const { exitCode, outcome, reason } = deployment;
  return endWith({ exitCode, message: `deploy: ${outcome}: ${reason}`, output: `${output}\n` });
}

/** Everything that is known about a deployment and its gates, as files. */
export async function deployFiles(project: Project, result: DeployResult): Promise<Directory> {
  if (result.kind === 'refused') return reportFiles(project, result.verdict);
  return reportFiles(project, result.verdict, { deployment: result.deployment });
}
