import type { Deployment } from './model.ts';

/** `deployment.json`, as `dagger/deployment.schema.json` describes it: the record as it is, indented, ending in a newline. */
export function renderDeploymentJson(deployment: Deployment): string {
  return `${JSON.stringify(deployment, null, 2)}\n`;
}
