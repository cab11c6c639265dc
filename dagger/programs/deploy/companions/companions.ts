/* Pods that use the service while it is changed: a steady probe and, where the project has one, a load. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import type { Evidence } from '../../../src/verdict/evidence.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { isRefused, type Kube } from '../kube/kube.ts';
import { mainContainer } from '../kube/read.ts';
import type { ContainerState, KubeObject } from '../kube/types.ts';
import { addressOf, workloadOf } from '../manifests/objects.ts';
import { containerBlocker } from '../rollout/blocker.ts';
import { type Command, type RunOptions, StepError } from '../run/command.ts';
import { pollOrFail } from '../run/poll.ts';
import { type Companion, companionName, folder, podOf, type PodProgram } from './pod.ts';

/** Programs as the ConfigMap has them: name and text. Node takes a `.ts` or `.js` there for a module. */
function programTexts({ files }: UpdateSettings): Record<string, string> {
  const texts = Object.values(files)
    .filter((file) => file !== null)
    .map((file) => [basename(file), readFileSync(file, 'utf8')] as const);
  return { ...Object.fromEntries(texts), 'package.json': '{"type":"module"}' };
}

/** The programs that use the service, by the address of its Service. */
function programsFor(settings: UpdateSettings, baseUrl: string): PodProgram[] {
  const { node, healthPath, files, companionSeconds: seconds } = settings;
  const env = { BASE_URL: baseUrl, LOAD_SECONDS: seconds, NODE_COMPILE_CACHE: '' };
  const program = (file: string): string => `${folder}/${basename(file)}`;
  const asked = JSON.stringify({ url: `${baseUrl}${healthPath}`, ratePerSecond: 25, seconds });
  const probe: PodProgram = { which: 'probe', env, command: [node, program(files.probe), asked] };
  if (files.load === null) return [probe];
  return [probe, { which: 'load', env, command: [node, program(files.load)] }];
}

/** Starts the pods that use the service, and waits until each has been served. @throws StepError */
export async function startCompanions(
  kube: Kube,
  settings: UpdateSettings,
  objects: readonly KubeObject[],
): Promise<void> {
  const workload = workloadOf(objects);
  const { name, port } = addressOf(objects, workload);
  const programs = programsFor(settings, `http://${name}:${String(port)}`);
  await removeCompanions(kube, settings, { wait: true });
  const texts = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: companionName(settings, 'probe') },
    data: programTexts(settings),
  };
  const evidence = await kube.apply([texts, ...programs.map((one) => podOf(settings, workload, one))]);
  if (isRefused(evidence)) throw new StepError('the pods that ask the service were refused', { evidence });
  await Promise.all(programs.map(({ which }) => waitUntilServed(kube, companionName(settings, which))));
}

const notStarted: ContainerState = { waiting: { reason: 'not started' } };

/** A companion's first line of JSON says that the service has answered it. */
async function waitUntilServed(kube: Kube, name: string): Promise<void> {
  await pollOrFail(
    async () => {
      const { exitCode, stdout } = await kube.tryTo(['logs', name]);
      if (exitCode === 0 && stdout.includes('{"')) return { value: true };
      const pod = await kube.find('Pod', name);
      const { terminated, waiting } = (pod && mainContainer(pod)?.state) ?? notStarted;
      if (terminated !== undefined) {
        throw new StepError(`${name} ended: ${stdout.trim().slice(-500)}`, { rule: name });
      }
      const why = containerBlocker({ waiting });
      if (why !== undefined) {
        throw new StepError(`${name}, a pod of the new image, waits: ${why}`, { rule: 'probe' });
      }
      return { waitingFor: `${name} to be served (${waiting?.reason ?? 'started'})` };
    },
    { seconds: 90, rule: 'probe' },
  );
}

/** Runs a script in a companion. */
export function inCompanion(
  kube: Kube,
  settings: UpdateSettings,
  { which, script, ...options }: RunOptions & { readonly which: Companion; readonly script: Command },
): Promise<Evidence> {
  return kube.exec(companionName(settings, which), [settings.node, ...script], options);
}

/**
 * Takes the pods and their programs away, without waiting for their end by themselves.
 * @param options.wait until they are gone
 */
export async function removeCompanions(
  kube: Kube,
  settings: Pick<UpdateSettings, 'project'>,
  { wait }: { readonly wait: boolean },
): Promise<void> {
  const [probe, load] = (['probe', 'load'] as const).map((which) => companionName(settings, which));
  const names = [`pod/${probe ?? ''}`, `pod/${load ?? ''}`, `configmap/${probe ?? ''}`];
  await kube.must(['delete', ...names, '--ignore-not-found', '--grace-period=1', `--wait=${String(wait)}`]);
}
