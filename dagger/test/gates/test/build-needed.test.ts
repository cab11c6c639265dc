import { expect, test } from 'vitest';

import { buildMissed, builtNote } from '../../../src/gates/test/build-needed.ts';

const red = { outcome: 'failed', reason: '1 test failed', findings: [] } as const;

test.each([
  ["Error: Cannot find module '../dist/greet.js'\nRequire stack:", 'dist'],
  [
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/src/build/app.js' imported from /src/test/a.js",
    'build',
  ],
  ["Error: ENOENT: no such file or directory, open '/src/dist/index.html'", 'dist'],
  ['Failed to load url ../dist/index.js (resolved id: ../dist/index.js) in /src/test/a.test.ts', 'dist'],
  ["Cannot find package '/src/node_modules/@x/core/dist/index.js' imported from /src/a.js", 'dist'],
  ["Cannot find module '../src/greet.js'", undefined],
  ["Cannot find module 'distance/x.js'", undefined],
  ['wrote dist/index.js', undefined],
  ["Cannot find package 'rebuild/x'", undefined],
])('%j: %j', (output, folder) => {
  expect(buildMissed(red, output)).toBe(folder);
});

test('a finding and a reason tell it too, and a green run never', () => {
  const message = "Cannot find module '../dist/a.js'";
  const finding = { tool: 'jest', rule: 'run', severity: 'HIGH', message } as const;
  expect(buildMissed({ ...red, findings: [finding] }, '')).toBe('dist');
  expect(buildMissed({ outcome: 'unavailable', reason: message, findings: [] }, '')).toBe('dist');
  expect(buildMissed({ outcome: 'passed', reason: '', findings: [] }, message)).toBeUndefined();
});

test('the note says how one run is enough', () => {
  expect(builtNote('dist', ['npm run build'])).toBe(
    'the tests looked for files in dist/, so that npm run build ran and the tests again: name it in build of pipeline.json, and one run is enough',
  );
});
