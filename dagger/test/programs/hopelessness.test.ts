import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const program = new URL('../../programs/deploy/rollout.js', import.meta.url).href;
const script = `
import { hopelessness } from '${program}';
console.log(JSON.stringify(hopelessness(JSON.parse(process.argv[1])) ?? null));`;

/** What is said of a container in such a state; null where it may still start. */
function saidOf(state: object): unknown {
  const words = ['--input-type=module', '--eval', script, JSON.stringify(state)];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
}

test.each([
  ['CrashLoopBackOff', 'back-off 10s restarting failed container', 'CrashLoopBackOff: back-off 10s'],
  ['CreateContainerConfigError', 'secret "other" not found', 'CreateContainerConfigError: secret "other"'],
])(
  'a container that will not start by being waited for is told with its reason: %s',
  (reason, message, says) => {
    expect(saidOf({ waiting: { reason, message } })).toContain(says);
  },
);

test.each([
  [{ running: {} }],
  [{ waiting: { reason: 'ContainerCreating' } }],
  [
    {
      waiting: {
        reason: 'CreateContainerConfigError',
        message: 'failed to sync secret cache: timed out waiting for the condition',
      },
    },
  ],
  [{ waiting: { reason: 'CreateContainerError', message: 'context deadline exceeded' } }],
])(
  'one that may still start is waited for, a kubelet that ran out of time itself among them: %j',
  (state) => {
    expect(saidOf(state)).toBeNull();
  },
);
