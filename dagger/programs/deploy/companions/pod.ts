/* The pods that ask the service, as objects of Kubernetes. */
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { isOf } from '../kube/read.ts';
import { selects } from '../kube/selector.ts';
import type { Deployment, KubeObject } from '../kube/types.ts';
import { leadsTo } from '../manifests/objects.ts';
import { serviceContainer } from '../manifests/offers.ts';

/** `probe` asks at a fixed rate; `load` is the project's own program. */
export type Companion = 'probe' | 'load';

/** Folder of the programs in the pods. */
export const folder = '/probe';

const part = 'app.kubernetes.io/name';
const component = 'app.kubernetes.io/component';

/** Pods of the pipeline's own: by this label manifests let them reach the service. */
export const ownPods = `${component}=probe`;

/** The name of a pod; that of the probe is its programs' too. */
export function companionName({ project }: Pick<UpdateSettings, 'project'>, which: Companion): string {
  return `${project}-${which}`;
}

/** The program of a pod. */
export interface PodProgram {
  readonly which: Companion;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | number>>;
}

/**
 * Labels of a pod that asks the service: the service's own name, by which policies know it, unless a Service or a workload
 * would then take the pod for one of its own.
 */
export function companionLabels(
  { project }: Pick<UpdateSettings, 'project'>,
  workload: Deployment,
  objects: readonly KubeObject[],
): Readonly<Record<string, string>> {
  const own = { [part]: workload.spec.template.metadata.labels[part] ?? project, [component]: 'probe' };
  const workloads = [workload, ...objects.filter(isOf('Deployment')), ...objects.filter(isOf('StatefulSet'))];
  const isTaken =
    objects.filter(isOf('Service')).some((service) => leadsTo(service, own)) ||
    workloads.some(({ spec }) => selects(spec.selector, own));
  return isTaken ? { ...own, [part]: `${project}-probe` } : own;
}

/** The user of distroless images' `nonroot`, who owns nothing in any other. */
const nobody = 65_532;

/**
 * The user of a pod that asks the service: the workload's own where it is not root. Kubernetes starts no pod that must not
 * be root by an image whose user is root or a name, so that a number is always given.
 */
export function companionUser(workload: Pick<Deployment, 'spec'>): number {
  const own =
    serviceContainer(workload)?.securityContext?.runAsUser ??
    workload.spec.template.spec.securityContext?.runAsUser ??
    nobody;
  return own === 0 ? nobody : own;
}

/** A pod of the service's own image under the restricted profile, from which the service may be asked. */
export function podOf(
  settings: Pick<UpdateSettings, 'project' | 'probeImage'>,
  { workload, labels }: { readonly workload: Deployment; readonly labels: Readonly<Record<string, string>> },
  { which, command, env }: PodProgram,
): object {
  const { spec } = workload.spec.template;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: companionName(settings, which), labels },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 2,
      securityContext: spec.securityContext,
      imagePullSecrets: spec.imagePullSecrets,
      containers: [
        {
          name: which,
          image: settings.probeImage,
          imagePullPolicy: 'IfNotPresent',
          command,
          env: Object.entries(env).map(([name, value]) => ({ name, value: String(value) })),
          resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '1', memory: '256Mi' } },
          securityContext: { ...restricted, runAsUser: companionUser(workload) },
          volumeMounts: [
            { name: 'programs', mountPath: folder, readOnly: true },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [
        { name: 'programs', configMap: { name: companionName(settings, 'probe') } },
        { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } },
      ],
    },
  };
}

/** The restricted profile of the Pod Security Standards. */
const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
