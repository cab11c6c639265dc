import type { Workflow } from './workflow.ts';

/** One point that the workflows must hold. */
export interface WorkflowRule {
  readonly name: string;
  /** What it asks for, and why. */
  readonly sentence: string;
  /** What is wrong, by file and place; empty when all is well. */
  readonly check: (workflows: readonly Workflow[]) => readonly string[];
}
