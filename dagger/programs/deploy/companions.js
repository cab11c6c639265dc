/* Pods that use the service while it is changed: a steady probe and, where the project has one, a load. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { isRefused } from './kube.js';
import { pollOrFail, StepError } from './command.js';
import { hopelessness } from './rollout.js';

const folder = '/probe';
const tool = 'steady-probe.mjs';

const nameOf = ({ project }, which) => `${project}-${which}`;

/** Programs as the ConfigMap has them: name and text. Node takes a `.ts` or `.js` there for a module. */
function programsOf({ files }) {
  const texts = Object.fromEntries(
    Object.values(files)
      .filter((file) => file !== null)
      .map((file) => [basename(file), readFileSync(file, 'utf8')]),
  );
  return { ...texts, 'package.json': '{"type":"module"}' };
}

/** A pod of the service's own image under the restricted profile, from which the service may be asked. */
function podOf(settings, workload, { which, command, env }) {
  const { securityContext, imagePullSecrets } = workload.spec.template.spec;
  const labels = { 'app.kubernetes.io/name': settings.project, 'app.kubernetes.io/component': 'probe' };
  return {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: nameOf(settings, which), labels } },
    spec: {
      ...{ restartPolicy: 'Never', automountServiceAccountToken: false, enableServiceLinks: false },
      ...{ terminationGracePeriodSeconds: 2, securityContext, imagePullSecrets },
      containers: [
        {
          ...{ name: which, image: settings.probeImage, imagePullPolicy: 'IfNotPresent', command },
          env: Object.entries(env).map(([name, value]) => ({ name, value: String(value) })),
          resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '1', memory: '256Mi' } },
          securityContext: {
            ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true },
            ...{ capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
          },
          volumeMounts: [
            { name: 'programs', mountPath: folder, readOnly: true },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [
        { name: 'programs', configMap: { name: nameOf(settings, 'probe') } },
        { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } },
      ],
    },
  };
}

/** Starts what uses the service, and waits until each has been served. @throws StepError */
export async function startCompanions(kube, settings, { workload, service }) {
  const { node, healthPath, files } = settings;
  const { port } = service.spec.ports[0];
  const baseUrl = `http://${service.metadata.name}:${String(port)}`;
  const env = { BASE_URL: baseUrl, LOAD_SECONDS: settings.companionSeconds, NODE_COMPILE_CACHE: '' };
  const probe = { url: `${baseUrl}${healthPath}`, ratePerSecond: 25, seconds: settings.companionSeconds };
  const metadata = { name: nameOf(settings, 'probe') };
  const pods = [
    podOf(settings, workload, {
      which: 'probe',
      env,
      command: [node, `${folder}/${tool}`, JSON.stringify(probe)],
    }),
  ];
  if (files.load !== null) {
    const command = [node, `${folder}/${basename(files.load)}`];
    pods.push(podOf(settings, workload, { which: 'load', env, command }));
  }
  await removeCompanions(kube, settings, { wait: true });
  const programs = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: programsOf(settings) };
  const evidence = await kube.apply([programs, ...pods]);
  if (isRefused(evidence)) throw new StepError('the pods that ask the service were refused', { evidence });
  await Promise.all(pods.map(({ metadata: { name } }) => waitUntilServed(kube, name)));
}

/** A companion's first line of JSON says that the service has answered it. */
async function waitUntilServed(kube, name) {
  await pollOrFail(
    async () => {
      const { exitCode, stdout } = await kube.tryTo(['logs', name]);
      if (exitCode === 0 && stdout.includes('{"')) return { value: true };
      const state = stateOf(await kube.find('pod', name));
      if (state.terminated)
        throw new StepError(`${name} ended: ${stdout.trim().slice(-500)}`, { rule: name });
      const why = hopelessness(state);
      if (why !== undefined)
        throw new StepError(`${name}, a pod of the new image, waits: ${why}`, { rule: 'probe' });
      return { waitingFor: `${name} to be served (${state.waiting?.reason ?? 'started'})` };
    },
    { seconds: 90, rule: 'probe' },
  );
}

/** What a pod's only container does. */
function stateOf(pod) {
  return pod?.status.containerStatuses?.[0]?.state ?? { waiting: { reason: 'not started' } };
}

/** Runs a script in a companion. */
export function inCompanion(kube, settings, which, script, options) {
  return kube.exec(nameOf(settings, which), [settings.node, ...script], options);
}

/** The programs' figures so far, each as `{...}` or `{unobserved}`; `load` only where there is one. */
export async function figures(kube, settings) {
  const names = settings.files.load === null ? ['probe'] : ['probe', 'load'];
  const found = await Promise.all(
    names.map(async (which) => [which, await figuresOf(kube, settings, which)]),
  );
  return Object.fromEntries(found);
}

async function figuresOf(kube, settings, which) {
  try {
    const before = (await lines(kube, settings, which)).length;
    const asked = await inCompanion(kube, settings, which, ['-e', 'process.kill(1, "SIGUSR2")']);
    if (asked.exitCode !== 0)
      return { unobserved: `the ${which} could not be asked: ${asked.stderr.trim()}` };
    return await pollOrFail(
      async () => {
        const now = await lines(kube, settings, which);
        return now.length > before ? { value: now.at(-1) } : { waitingFor: `the figures of the ${which}` };
      },
      { seconds: 60, rule: which },
    );
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return { unobserved: `the ${which} gave no figures: ${error.message}` };
  }
}

/** The lines of figures that a companion has printed. */
async function lines(kube, settings, which) {
  const text = await kube.must(['logs', nameOf(settings, which)]);
  return text
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('"sent"'))
    .map((line) => JSON.parse(line));
}

/**
 * Takes the pods and their programs away, without waiting for their end by themselves.
 * @param options.wait until they are gone
 */
export async function removeCompanions(kube, settings, { wait }) {
  const names = ['pod/probe', 'pod/load', 'configmap/probe'].map((name) =>
    name.replace('/', `/${settings.project}-`),
  );
  await kube.must(['delete', ...names, '--ignore-not-found', '--grace-period=1', `--wait=${String(wait)}`]);
}
