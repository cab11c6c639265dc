/* The pods that ask the service, as objects of Kubernetes. */
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import type { Deployment } from '../kube/types.ts';

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

/** A pod of the service's own image under the restricted profile, from which the service may be asked. */
export function podOf(
  settings: Pick<UpdateSettings, 'project' | 'probeImage'>,
  workload: Deployment,
  { which, command, env }: PodProgram,
): object {
  const { metadata, spec } = workload.spec.template;
  const labels = { [part]: metadata.labels[part] ?? settings.project, [component]: 'probe' };
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
          securityContext: restricted,
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
