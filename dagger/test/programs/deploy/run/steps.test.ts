import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const steps = new URL('../../../../programs/deploy/run/steps.ts', import.meta.url).href;
const command = new URL('../../../../programs/deploy/run/command.ts', import.meta.url).href;

/** The record of a run whose work is this text. */
function recordOf(work: string): unknown {
  const script = `
    import { recorder } from '${steps}';
    import { StepError } from '${command}';
    const { step, tell, recordOf } = recorder(Date.now());
    console.log(JSON.stringify(await recordOf(async () => { ${work} })));`;
  const words = ['--input-type=module', '--eval', script];
  return JSON.parse(
    execFileSync(process.execPath, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
}

test('what was known before a step failed is in the record', () => {
  const work = `
    tell({ previous: 'sound' });
    await step('database', async () => { throw new StepError('not ready', { rule: 'database' }); });`;
  expect(recordOf(work)).toMatchObject({
    previous: 'sound',
    steps: [{ step: 'database', outcome: 'failed', detail: 'not ready' }],
    failure: { step: 'database', rule: 'database', message: 'not ready' },
  });
});

test('a mistake of a program ends in a record too', () => {
  expect(recordOf(`await step('apply', () => undefined.name);`)).toMatchObject({
    failure: { step: 'apply', rule: 'program' },
  });
});

test('what was told and what the work answers are in one record', () => {
  expect(recordOf(`tell({ baseline: true }); return { seenAt: 1 };`)).toEqual({
    steps: [],
    baseline: true,
    seenAt: 1,
  });
});
