/* Describes pods in words, for a person who looks into a failed deployment. */
import type { PodReport } from '../../../src/deploy/proof/pod-facts.ts';
import { ownPods } from '../companions/pod.ts';
import type { Kube } from '../kube/kube.ts';
import { nameOf } from '../kube/read.ts';
import type { Command } from '../run/command.ts';

const characters = 20_000;

/** Description, events, logs and logs of the life before, of every pod in the namespace but the pipeline's own. */
export async function podReports(kube: Kube): Promise<PodReport[]> {
  const pods = await kube.list('Pod', ownPods.replace('=', '!='));
  return Promise.all(pods.map((pod) => reportOf(kube, nameOf(pod))));
}

async function reportOf(kube: Kube, pod: string): Promise<PodReport> {
  const text = async (args: Command): Promise<string> => {
    const { exitCode, stdout, stderr } = await kube.tryTo(args);
    return (exitCode === 0 ? stdout : `(${stderr.trim()})`).slice(-characters);
  };
  const log = ['logs', pod, '--all-containers', '--prefix'];
  const [description, events, logs, previousLogs] = await Promise.all([
    text(['describe', 'pod', pod]),
    text(['events', `--for=pod/${pod}`]),
    text(log),
    text([...log, '--previous']),
  ]);
  return { pod, description, events, logs, previousLogs };
}
