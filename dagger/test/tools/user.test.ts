import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

import { handingOver } from '../../src/tools/user.ts';

test('what a command failed with is what the step fails with, and nothing is handed over', () => {
  const [program = '', ...args] = handingOver(['sh', '-c', 'echo "$1"; exit 7', 'sh', 'a b']);
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([7, 'a b\n', '']);
});
