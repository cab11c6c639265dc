import { expect, test } from 'vitest';

import { ava } from '../../../../src/gates/test/runners/ava.ts';

const call = { program: 'ava', measuring: [], variables: { TZ: 'UTC' }, nodeOptions: [] };

test("ava is called as the project's script calls it, in c8, with its results as TAP", () => {
  const run = ava.run({
    call: { ...call, arguments: ['--watch', '--tap', 'test/**', '--', '--own'] },
    measuredBy: 'c8',
    extra: ['--serial'],
    script: ['npm', 'run'],
  });
  expect(run).toMatchObject({
    scope: 'c8',
    environment: { TZ: 'UTC' },
    inner: ['node', 'node_modules/ava/entrypoints/cli.mjs', '--tap', '--serial', 'test/**', '--', '--own'],
    outputFile: '/reports/output.txt',
  });
});

test('what ava says of a project without tests is known', () => {
  expect('  ✘ Couldn’t find any files to test').toMatch(ava.foundNone);
  expect("  ✘ Couldn't find any matching tests").toMatch(ava.foundNone);
});
