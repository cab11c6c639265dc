import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const program = new URL('../../../../programs/deploy/rollout/stateful-sets.ts', import.meta.url).href;
const script = `
import { waitForSets } from '${program}';
const set = {
  kind: 'StatefulSet',
  metadata: { name: 'database', generation: 1 },
  spec: { replicas: 1, selector: { matchLabels: { app: 'database' } } },
  status: { observedGeneration: 1, currentRevision: 'a', updateRevision: 'a' },
};
const pods = JSON.parse(process.argv[1]);
const kube = { find: async () => set, list: async () => pods };
await waitForSets(kube, [set], { seconds: 0, patient: false }).catch((error) => console.log(error.message));`;

/** What is said when a database did not get ready in time. */
function saidOf(status?: object): string {
  const labels = { 'controller-revision-hash': 'a' };
  const pods =
    status === undefined
      ? []
      : [{ metadata: { name: 'database-0', labels }, spec: { containers: [{ name: 'database' }] }, status }];
  const words = ['--input-type=module', '--eval', script, JSON.stringify(pods)];
  return execFileSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

const unplaced = { type: 'PodScheduled', status: 'False', message: '0/1 nodes are available' };

test.each<[string, object | undefined]>([
  ['no pod yet', undefined],
  ['database-0: 0/1 nodes are available', { phase: 'Pending', conditions: [unplaced] }],
  [
    'database-0: ContainerCreating',
    { phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'ContainerCreating' } } }] },
  ],
  [
    'database-0: runs and is not ready',
    { phase: 'Running', containerStatuses: [{ state: { running: {} } }] },
  ],
  ['database-0: Pending', { phase: 'Pending' }],
])('a database that is not ready in time is told with what it is at: %s', (state, status) => {
  expect(saidOf(status)).toBe(`waited 0 s for database: 0 of 1 ready, updated; ${state}`);
});
