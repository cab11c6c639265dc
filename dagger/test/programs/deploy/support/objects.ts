import type {
  ContainerState,
  Deployment,
  KubeObject,
  Pod,
  PodSpec,
  StatefulSet,
} from '../../../../programs/deploy/kube/types.ts';

/** An object as manifests or a server have it. */
export type MadeObject = KubeObject & { readonly spec?: object; readonly status?: object };

const labels = { app: 'app' };

/** A Deployment as the server has it. */
export function deploymentOf(
  spec: Partial<Deployment['spec']> = {},
  status: NonNullable<Deployment['status']> = {},
): Deployment {
  return {
    kind: 'Deployment',
    metadata: { name: 'app', generation: 2 },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: oneContainer },
      ...spec,
    },
    status: { observedGeneration: 2, ...status },
  };
}

const oneContainer: PodSpec = { containers: [{ name: 'app', image: 'app:1' }] };

/** Changes to a pod. */
export interface PodChange {
  readonly generation?: string;
  readonly state?: ContainerState;
  readonly restartCount?: number;
  readonly ready?: boolean;
  readonly leaving?: boolean;
  readonly node?: string;
}

/** A pod whose container starts. */
export function podOf(name: string, change: PodChange = {}): Pod {
  const { generation = 'new', state = { waiting: { reason: 'ContainerCreating' } } } = change;
  const { restartCount = 0, ready = false, leaving = false, node } = change;
  return {
    kind: 'Pod',
    metadata: {
      name,
      labels: { ...labels, 'pod-template-hash': generation },
      ...(leaving ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
    spec: { ...oneContainer, ...(node === undefined ? {} : { nodeName: node }) },
    status: {
      phase: 'Pending',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [{ restartCount, state }],
    },
  };
}

/** A StatefulSet as manifests have it. */
export function setOf(
  spec: Partial<StatefulSet['spec']> = {},
  status: StatefulSet['status'] = {},
): StatefulSet {
  return {
    kind: 'StatefulSet',
    metadata: { name: 'database', generation: 1 },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'database' } },
      template: { metadata: { labels: { app: 'database' } }, spec: oneContainer },
      ...spec,
    },
    status,
  };
}
