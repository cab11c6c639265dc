import { expect, test } from 'vitest';

import { broughtNpm, quietManager, runsPrepare } from '../../../src/gates/packages/npm-version.ts';

const pipelines = { isPipelines: true, isOwn: false };
const older = { isPipelines: false, isOwn: false };
const own = { isPipelines: false, isOwn: true };

test('an older Node gets an npm that runs no script unasked, unless the project names one', () => {
  expect(quietManager({ name: 'npm' }, older)).toEqual({ name: 'npm', version: broughtNpm });
  expect(quietManager({ name: 'npm', version: '>=9' }, older).version).toBe(broughtNpm);
  expect(quietManager({ name: 'npm', version: '10.8.2' }, older).version).toBe('10.8.2');
  for (const node of [pipelines, own]) expect(quietManager({ name: 'npm' }, node)).toEqual({ name: 'npm' });
  expect(quietManager({ name: 'pnpm', version: '9' }, older).version).toBe('9');
});

test('what may run scripts of workspaces is known', () => {
  expect(runsPrepare({ name: 'npm', version: '10.8.2' }, older)).toBe(true);
  expect(runsPrepare({ name: 'npm', version: broughtNpm }, older)).toBe(false);
  expect(runsPrepare({ name: 'npm' }, pipelines)).toBe(false);
  expect(runsPrepare({ name: 'npm' }, own)).toBe(true);
  expect(runsPrepare({ name: 'yarn', version: '1.22.22' }, own)).toBe(false);
});
