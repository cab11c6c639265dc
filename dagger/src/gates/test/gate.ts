import type { Gate } from '../gate.ts';
import { defects } from './defects.ts';
import { test } from './stage.ts';

/** The gate's place in the pipeline, its run, and the defects that prove it. */
export const testGate: Gate = {
  stage: 'test',
  gate: 'test',
  needs: [],
  files: ['manifest'],
  nothingToCheck: ({ facts: { testRunners, testFiles }, configuration }) =>
    testRunners.length + testFiles.length === 0 && configuration.test.command === undefined
      ? 'no test runner, test script or test file'
      : undefined,
  why: 'Unit and integration tests with coverage, beside the other checks of the source: none waits for another.',
  images: ['projectNode', 'postgres', 'dind'],
  tools: ['vitest', 'jest', 'mocha', 'node-test', 'ava', 'test-script', 'test-command'],
  commands: [
    'vitest run --coverage --reporter=junit',
    'jest --ci --json --coverage',
    'c8 mocha --reporter=json',
    'c8 node --test --test-reporter=junit',
    'c8 ava --tap',
    'c8 npm run test',
  ],
  run: test,
  defects,
};
