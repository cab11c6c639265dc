import { z } from 'zod';

import { labels, selectorSchema } from './selector.ts';

/**
 * The part of Kubernetes' objects that the rules read. Everything that a broken manifest may lack is optional: the
 * rules say what is missing, and the schemas of Kubernetes itself check the rest.
 */
const port = z.union([z.string(), z.number()]);

const probe = z.looseObject({
  httpGet: z.looseObject({ path: z.string().optional(), port: port.optional() }).optional(),
  tcpSocket: z.looseObject({ port: port.optional() }).optional(),
  exec: z.looseObject({ command: z.array(z.string()).optional() }).optional(),
  periodSeconds: z.number().optional(),
  timeoutSeconds: z.number().optional(),
  failureThreshold: z.number().optional(),
  terminationGracePeriodSeconds: z.number().optional(),
});

const securityContext = z.looseObject({
  runAsNonRoot: z.boolean().optional(),
  runAsUser: z.number().optional(),
  privileged: z.boolean().optional(),
  allowPrivilegeEscalation: z.boolean().optional(),
  readOnlyRootFilesystem: z.boolean().optional(),
  capabilities: z
    .looseObject({ add: z.array(z.string()).optional(), drop: z.array(z.string()).optional() })
    .optional(),
  seccompProfile: z.looseObject({ type: z.string().optional() }).optional(),
});

const amounts = z.record(z.string(), z.union([z.string(), z.number()]));

const container = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).optional(),
  ports: z
    .array(
      z.looseObject({
        name: z.string().optional(),
        containerPort: z.number(),
        protocol: z.string().optional(),
      }),
    )
    .optional(),
  startupProbe: probe.optional(),
  readinessProbe: probe.optional(),
  livenessProbe: probe.optional(),
  lifecycle: z
    .looseObject({
      preStop: z.looseObject({ sleep: z.looseObject({ seconds: z.number() }).optional() }).optional(),
    })
    .optional(),
  resources: z.looseObject({ requests: amounts.optional(), limits: amounts.optional() }).optional(),
  securityContext: securityContext.optional(),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).optional(),
});

/** Pods that a rule of spreading or of keeping apart counts. */
const counted = z.looseObject({
  topologyKey: z.string(),
  labelSelector: selectorSchema.optional(),
  matchLabelKeys: z.array(z.string()).optional(),
});

const podSpec = z.looseObject({
  serviceAccountName: z.string().optional(),
  automountServiceAccountToken: z.boolean().optional(),
  enableServiceLinks: z.boolean().optional(),
  hostNetwork: z.boolean().optional(),
  hostPID: z.boolean().optional(),
  hostIPC: z.boolean().optional(),
  terminationGracePeriodSeconds: z.number().optional(),
  securityContext: securityContext.optional(),
  affinity: z
    .looseObject({
      podAntiAffinity: z
        .looseObject({
          preferredDuringSchedulingIgnoredDuringExecution: z
            .array(z.looseObject({ podAffinityTerm: counted }))
            .optional(),
        })
        .optional(),
    })
    .optional(),
  topologySpreadConstraints: z.array(counted).optional(),
  initContainers: z.array(container).optional(),
  containers: z.array(container),
  volumes: z
    .array(
      z.looseObject({
        name: z.string(),
        emptyDir: z.looseObject({ sizeLimit: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

const workloadSchema = z.looseObject({
  kind: z.enum(['Deployment', 'StatefulSet']),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    replicas: z.number().optional(),
    revisionHistoryLimit: z.number().optional(),
    progressDeadlineSeconds: z.number().optional(),
    minReadySeconds: z.number().optional(),
    strategy: z
      .looseObject({
        type: z.string().optional(),
        rollingUpdate: z
          .looseObject({ maxUnavailable: port.optional(), maxSurge: port.optional() })
          .optional(),
      })
      .optional(),
    selector: selectorSchema.optional(),
    template: z.looseObject({
      metadata: z.looseObject({ labels: labels.default({}) }),
      spec: podSpec,
    }),
  }),
});

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: labels.optional(),
  }),
});

/** Any object, as far as it names itself. */
export type KubernetesObject = z.infer<typeof objectSchema>;
export type Workload = z.infer<typeof workloadSchema>;
export type Container = z.infer<typeof container>;
export type Probe = z.infer<typeof probe>;

/** Reads what kustomize rendered. @throws ZodError for a document that is no Kubernetes object */
export function parseObjects(documents: readonly unknown[]): KubernetesObject[] {
  return documents.map((document) => objectSchema.parse(document));
}

/** What runs pods. */
export function workloads(objects: readonly KubernetesObject[]): Workload[] {
  return objects
    .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
    .map((object) => workloadSchema.parse(object));
}

/** The containers of a workload, those for its start included. */
export function containers({ spec }: Workload): Container[] {
  return [...(spec.template.spec.initContainers ?? []), ...spec.template.spec.containers];
}

/** The objects of one kind, read by a schema. */
export function ofKind<T>(
  objects: readonly KubernetesObject[],
  kind: string,
  schema: z.ZodType<T>,
): readonly T[] {
  return objects.filter((object) => object.kind === kind).map((object) => schema.parse(object));
}

/** `Deployment/messenger`, as messages name an object. */
export function nameOf({ kind, metadata }: Pick<KubernetesObject, 'kind' | 'metadata'>): string {
  return `${kind}/${metadata.name}`;
}
