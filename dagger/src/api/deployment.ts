import type { Directory } from '@dagger.io/dagger';
import { func, object } from '@dagger.io/dagger';

import { outcomeOf } from './verdict.ts';
import { deploymentFiles, endingFiles, endingOfDeployment } from '../report/deployment.stage.ts';
import type { DeployResult } from '../deploy/record.ts';
import type { Project } from '../project/project.stage.ts';
import { type Ending, linesOf } from '../verdict/ending.ts';

/** A deployment that was tried. Reading it never fails, however it ended. */
@object()
export class Deployment {
  /** `passed`, `failed`, `unavailable`, or `refused` where arguments, source, tree or pipeline.json do not allow it. */
  @func()
  outcome: string;

  /** The exit code that `deploy` has for it: 0 proved, 1 failed, 2 refused, 3 unavailable. */
  @func()
  exitCode: number;

  /** One sentence: why it ended so. */
  @func()
  reason: string;

  /** deployment.json, summary and page, the report of its gates, and kind's logs of a failure. */
  @func()
  report: Directory;

  constructor(outcome: string, exitCode: number, reason: string, report: Directory) {
    this.outcome = outcome;
    this.exitCode = exitCode;
    this.reason = reason;
    this.report = report;
  }
}

/** A deployment by its result. */
export async function deploymentOfResult(project: Project, result: DeployResult): Promise<Deployment> {
  const ending = endingOfDeployment(result);
  const reason = result.kind === 'deployed' ? result.deployment.reason : linesOf(ending).join('\n');
  return new Deployment(outcomeOf(ending), ending.exitCode, reason, await deploymentFiles(project, result));
}

/** A deployment that broke down before it had a result. */
export function deploymentOfEnding(ending: Ending): Deployment {
  return new Deployment(outcomeOf(ending), ending.exitCode, linesOf(ending).join('\n'), endingFiles(ending));
}
