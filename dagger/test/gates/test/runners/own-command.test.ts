import { expect, test } from 'vitest';

import { ownCommand } from '../../../../src/gates/test/runners/own-command.ts';
import type { RunRequest } from '../../../../src/gates/test/runners/runner.ts';
import { readable } from '../../../support/fixture.ts';

const request: RunRequest = { call: undefined, measuredBy: undefined, extra: [], script: ['npm', 'run'] };

test('the line runs in a shell with the programs of the packages, and its reports are collected', () => {
  const runner = ownCommand({ command: 'lab -r junit', junit: 'junit.xml', coverage: 'lcov.info' });
  expect(runner.run(request)).toMatchObject({
    scope: 'none',
    program: 'sh',
    command: ['-c', 'PATH="$PWD/node_modules/.bin:$PATH"; lab -r junit', 'sh'],
    collects: { junit: 'junit.xml', coverage: ['lcov.info'] },
  });
  expect(runner.coverage).toBeUndefined();
});

test('further arguments are words of their own, which no shell reads again', () => {
  const { command } = ownCommand({ command: 'lab' }).run({ ...request, extra: ['--grep=a b; c'] });
  expect(command).toEqual(['-c', 'PATH="$PWD/node_modules/.bin:$PATH"; lab "$@"', 'sh', '--grep=a b; c']);
});

test('without a JUnit file, TAP on its output counts', () => {
  const output = '1..1\nok 1 - a\n';
  expect(readable(ownCommand({ command: 'x' }).parse({ junit: undefined, output }, 0)).facts.passed).toBe(1);
});

test.each([
  [{}, /printed no TAP .* as test\.junit in pipeline\.json$/],
  [{ junit: 'out/*.xml' }, /left no file out\/\*\.xml: expected JUnit there/],
])('what is missing is told by its name: %j', (settings, says) => {
  expect(ownCommand({ command: 'x', ...settings }).whenUncounted).toMatch(says);
});
