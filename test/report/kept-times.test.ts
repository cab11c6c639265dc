import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { keepRun, lastRun } from './kept-times.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'times-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const times = [{ path: 'a.test.ts', tests: 2, milliseconds: 15.5 }];
const run = (second: number, passed = true) => ({ endedAt: new Date(second * 1000), passed, times });

test('what was kept is read, each command apart, and the last run alone', () => {
  keepRun('npm test', run(1), folder);
  keepRun('npm run test:proofs', run(2), folder);
  keepRun('npm test', run(3, false), folder);
  expect(lastRun('npm test', folder)).toEqual({ endedAt: '1970-01-01T00:00:03.000Z', passed: false, times });
  expect(lastRun('npm run test:proofs', folder).endedAt).toBe('1970-01-01T00:00:02.000Z');
});

test('where none is kept, the message says which, where it would stand and what makes it', () => {
  expect(() => lastRun('npm run test:proofs', folder)).toThrow(
    /no times of `npm run test:proofs` are kept: .*test-proofs\.json; run `npm run test:proofs` to its end/,
  );
});

test.each(['', '{"times": []}', '{"endedAt": "today", "passed": true, "times": []}'])(
  'what no run has written is told, with what to do: %j',
  (text) => {
    writeFileSync(join(folder, 'test.json'), text);
    expect(() => lastRun('npm test', folder)).toThrow(/is not as a run of `npm test` writes it; run/);
  },
);
