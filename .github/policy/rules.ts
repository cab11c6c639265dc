import { course } from './course.ts';
import { delivery } from './delivery.ts';
import { rights } from './rights.ts';
import type { WorkflowRule } from './rule.ts';
import { daggerVersion, supply } from './supply.ts';

/**
 * Every rule that the workflows hold.
 * @param engineVersion the module's, of `dagger.json`
 */
export function workflowRules(engineVersion: string): readonly WorkflowRule[] {
  return [...supply, daggerVersion(engineVersion), ...rights, ...course, ...delivery];
}
