/* Pods that use the service while it is changed: a steady probe and, where the project has one, a load. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import type { Evidence } from '../../../src/verdict/evidence.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { isRefused, type Kube } from '../kube/kube.ts';
import { mainContainer } from '../kube/read.ts';
import type { ContainerState, KubeObject } from '../kube/types.ts';
import { addressOf } from '../manifests/address.ts';
import { workloadOf } from '../manifests/objects.ts';
import { containerBlocker } from '../rollout/blocker.ts';
import { startSeconds } from '../rollout/start-time.ts';
import { type Command, type RunOptions, StepError } from '../run/command.ts';
import { poll } from '../run/poll.ts';
import { type Companion, companionLabels, companionName, folder, podOf, type PodProgram } from './pod.ts';
import { reasonsIn, type Unserved, unservedWords } from './unserved.ts';

/** Programs as the ConfigMap has them: name and text. Node takes a `.ts` or `.js` there for a module. */
function programTexts({ files }: UpdateSettings): Record<string, string> {
  const texts = Object.values(files)
    .filter((file) => file !== null)
    .map((file) => [basename(file), readFileSync(file, 'utf8')] as const);
  return { ...Object.fromEntries(texts), 'package.json': '{"type":"module"}' };
}

/** The programs that use the service, by the address of its Service. */
function programsFor(settings: UpdateSettings, baseUrl: string): PodProgram[] {
  const { node, healthPath, paths, revision, files, companionSeconds: seconds } = settings;
  // The service's own options of Node may load parts of it, which belong to no other program.
  const env = { BASE_URL: baseUrl, LOAD_SECONDS: seconds, NODE_COMPILE_CACHE: '', NODE_OPTIONS: '' };
  const program = (file: string): string => `${folder}/${basename(file)}`;
  const url = `${baseUrl}${healthPath}`;
  const asked = JSON.stringify({ url, paths, revision: revision ?? {}, ratePerSecond: 25, seconds });
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
  const { name, port } = addressOf(objects, workload, settings.port);
  const labels = companionLabels(settings, workload, objects);
  const programs = programsFor(settings, `http://${name}:${String(port)}`);
  await removeCompanions(kube, settings, { wait: true });
  const texts = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: companionName(settings, 'probe') },
    data: programTexts(settings),
  };
  const evidence = await kube.apply([
    texts,
    ...programs.map((one) => podOf(settings, { workload, labels }, one)),
  ]);
  if (isRefused(evidence)) throw new StepError('the pods that ask the service were refused', { evidence });
  const asked = {
    seconds: servedSeconds + startSeconds(workload),
    url: `http://${name}:${String(port)}${settings.healthPath}`,
    objects,
    labels: { pod: labels, service: workload.spec.template.metadata.labels },
  };
  await Promise.all(
    programs.map(({ which }) => waitUntilServed(kube, { ...asked, name: companionName(settings, which) })),
  );
}

/** The longest wait for a first answer, beside the time that the manifests give a pod to start. */
const servedSeconds = 90;

const notStarted: ContainerState = { waiting: { reason: 'not started' } };

/** A companion's first line of JSON says that the service has answered it. @throws StepError */
async function waitUntilServed(kube: Kube, asked: Omit<Unserved, 'reasons'>): Promise<void> {
  const { name, seconds } = asked;
  let log = '';
  const { waitedFor } = await poll(
    async () => {
      const { exitCode, stdout } = await kube.tryTo(['logs', name]);
      log = stdout;
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
    { seconds },
  );
  if (waitedFor === undefined) return;
  const { message, rule } = unservedWords({ ...asked, reasons: reasonsIn(log) });
  throw new StepError(message, { rule });
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
