import { expect, test } from 'vitest';
import { healthcheckOf } from '../../../src/executor/containers/healthcheck.ts';
import type { RunConfig } from '../../../src/executor/common/values.ts';

const config: RunConfig = {
  env: [],
  workdir: '',
  user: '',
  entrypoint: [],
  args: [],
  labels: {},
  ports: [],
  inherited: {},
};

test.each([
  [undefined, null],
  [null, null],
  [{ Test: null }, null],
  [{ Test: ['NONE'] }, null],
  [
    { Test: ['CMD', 'node', 'check.js'], Interval: 2_000_000_000 },
    { args: ['node', 'check.js'], shell: false },
  ],
  [{ Test: ['CMD-SHELL', 'curl -f localhost'] }, { args: ['curl -f localhost'], shell: true }],
])('the healthcheck %j is %j', (check, answer) => {
  expect(healthcheckOf({ ...config, inherited: check === undefined ? {} : { Healthcheck: check } })).toEqual(
    answer,
  );
});
