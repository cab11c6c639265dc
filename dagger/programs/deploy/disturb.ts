/**
 * Waits until a rollout has begun and then does something to one pod: `kill` takes a serving replica away by force,
 * `stop` stops the process of a new one that serves, from its node, so that only liveness gets it going again.
 *
 * Usage: node disturb.ts '{"kubectl": [...], "namespace": "...", "project": "...", "what": "kill"}'
 */
import type { DisturbSettings } from '../../src/deploy/stage/program-settings.ts';
import { settingsIn } from '../shared/json.ts';
import { kubeFor } from './kube/kube.ts';
import { isReady, mainContainer, nameOf } from './kube/read.ts';
import type { Pod } from './kube/types.ts';
import { keptVersion } from './manifests/kept.ts';
import { selectorOf, workloadOf } from './manifests/objects.ts';
import { type Command, output, StepError } from './run/command.ts';
import { pollOrFail } from './run/poll.ts';

const settings = settingsIn<DisturbSettings>(process.argv[2]);
const kube = kubeFor(settings);

/** The selector of the service's pods, by the version that serves. */
async function servingSelector(): Promise<string> {
  const kept = await keptVersion(kube, settings.project);
  if (kept === undefined) throw new StepError('no version serves', { rule: 'disturbance' });
  return selectorOf(workloadOf(kept.objects));
}

async function stop(pod: Pod): Promise<void> {
  const inNode = (...command: Command): Promise<string> =>
    output(['docker', 'exec', pod.spec.nodeName ?? '', ...command]);
  const [, id = ''] = mainContainer(pod)?.containerID?.split('//') ?? [];
  const tasks = await inNode('ctr', '--namespace', 'k8s.io', 'tasks', 'list');
  const pid = tasks
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([task]) => task === id)?.[1];
  if (pid === undefined) throw new Error(`the node knows no process of ${id}`);
  await inNode('kill', '-STOP', pid);
}

async function kill(pod: Pod): Promise<void> {
  await kube.must(['delete', 'pod', nameOf(pod), '--force', '--grace-period=0']);
}

const disturbances = { kill, stop };
const selector = await servingSelector();
const before = new Set((await kube.list('Pod', selector)).map(nameOf));
const victim = await pollOrFail(
  async () => {
    const now = await kube.list('Pod', selector);
    const fresh = now.filter((pod) => !before.has(nameOf(pod)));
    const wanted = settings.what === 'kill' ? now.filter((pod) => before.has(nameOf(pod))) : fresh;
    const pod = fresh.length > 0 ? wanted.find(isReady) : undefined;
    return pod === undefined ? { waitingFor: 'a rollout to begin' } : { value: pod };
  },
  { seconds: 180, rule: 'disturbance' },
);
await disturbances[settings.what](victim);
process.stdout.write(`${settings.what}: ${nameOf(victim)}\n`);
