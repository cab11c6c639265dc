import { expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { needs } from '../support/images.ts';
import { lock } from '../support/managed.ts';
import { workspaces } from '../support/workspaces.ts';

needs('node');

const use = { name: 'npm' } as const;

it('each workspace is tested by its own runner, and one that is red is named with its file', async () => {
  using project = await lock(workspaces(use), use);
  const green = await call('--source', project.folder, 'test');
  expect(green.stdout, green.stderr).toMatch(
    /^test: passed: 2 parts passed: packages\/greet, packages\/twice$/m,
  );
  expect(green.stdout).toMatch(/^packages\/greet: passed: 1 test passed, 100\.0 %/m);
  expect(green.stdout).toMatch(/^packages\/twice: passed: 1 test passed, 100\.0 %/m);
  project.replace('packages/twice/src/twice.js', '+ greet(name)', "+ ''");
  const red = await call('--source', project.folder, 'test');
  expect(red.stderr).toMatch(/^test: failed: 1 of 2 parts failed: packages\/twice$/m);
  expect(red.stderr).toMatch(/^packages\/greet: passed: /m);
  expect(red.stderr).toMatch(
    /^packages\/twice\/test\/twice\.test\.js.*test-failed \(node-test, HIGH\): twice/m,
  );
  expect(red.exitCode).toBe(1);
});
