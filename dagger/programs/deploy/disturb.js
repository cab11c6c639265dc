/**
 * Waits until a rollout has begun and then does something to one pod: `kill` takes a serving replica away by force,
 * `stop` stops the process of a new one that serves, from its node, so that only liveness gets it going again.
 *
 * Usage: node disturb.js '{"kubectl": [...], "namespace": "...", "project": "...", "what": "kill"}'
 */
/* global process */
import { output, pollOrFail } from './command.js';
import { kubeFor } from './kube.js';

const settings = JSON.parse(process.argv[2]);
const kube = kubeFor(settings);

const isReady = ({ status }) =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
const pods = () =>
  kube.list('pods', `app.kubernetes.io/name=${settings.project},app.kubernetes.io/component=api`);

const disturbances = {
  kill: ({ metadata }) => kube.must(['delete', 'pod', metadata.name, '--force', '--grace-period=0']),
  async stop({ spec, status }) {
    const inNode = (...command) => output(['docker', 'exec', spec.nodeName, ...command]);
    const [, id] = status.containerStatuses[0].containerID.split('//');
    const tasks = await inNode('ctr', '--namespace', 'k8s.io', 'tasks', 'list');
    const pid = tasks
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .find(([task]) => task === id)?.[1];
    if (pid === undefined) throw new Error(`the node knows no process of ${id}`);
    await inNode('kill', '-STOP', pid);
  },
};

const before = new Set((await pods()).map(({ metadata }) => metadata.name));
const victim = await pollOrFail(
  async () => {
    const now = await pods();
    const fresh = now.filter(({ metadata }) => !before.has(metadata.name));
    const wanted = settings.what === 'kill' ? now.filter(({ metadata }) => before.has(metadata.name)) : fresh;
    const pod = fresh.length > 0 ? wanted.find(isReady) : undefined;
    return pod === undefined ? { waitingFor: 'a rollout to begin' } : { value: pod };
  },
  { seconds: 180, rule: 'disturbance' },
);
await disturbances[settings.what](victim);
process.stdout.write(`${settings.what}: ${victim.metadata.name}\n`);
