import type { TestProject } from 'vitest/node';

import { installTools } from './tools.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Why the tools are not to be had; empty when they are. */
    toolsMissing: string;
  }
}

/** Brings the tools once for all test files, and tells the tests when they are not to be had. */
export default function setUp(project: TestProject): void {
  project.provide('toolsMissing', installTools() ?? '');
}
