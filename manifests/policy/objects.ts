import { z } from 'zod';

import { nameOf, ofKind, workloads, type KubernetesObject } from './model.ts';
import { everyContainer, unless, type Rule } from './rule.ts';
import { selects } from './selector.ts';

const service = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    type: z.string().default('ClusterIP'),
    selector: z.record(z.string(), z.string()).default({}),
    ports: z
      .array(
        z.looseObject({
          name: z.string().optional(),
          port: z.number(),
          targetPort: z.union([z.string(), z.number()]).optional(),
        }),
      )
      .default([]),
  }),
});
type Service = z.infer<typeof service>;

const account = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  automountServiceAccountToken: z.boolean().optional(),
});

/** Names of variables whose value is nobody's business. */
const confidential = /password$|secret|token$|_key$|database_url/i;

/** The pods that a service leads to have the port that it names. */
function leadsTo({ spec }: Service, objects: readonly KubernetesObject[]): boolean {
  const pods = workloads(objects).filter((workload) =>
    selects({ matchLabels: spec.selector }, workload.spec.template.metadata.labels),
  );
  const named = pods.flatMap((pod) => pod.spec.template.spec.containers.flatMap(({ ports = [] }) => ports));
  return (
    pods.length === 1 && spec.ports.every(({ targetPort }) => named.some(({ name }) => name === targetPort))
  );
}

/** What stands around the pods. */
export const surroundings: readonly Rule[] = [
  {
    name: 'restricted-namespace',
    sentence: 'The namespace enforces the restricted Pod Security Standard of a version that is named.',
    check: (objects) => {
      const labels = objects.find(({ kind }) => kind === 'Namespace')?.metadata.labels ?? {};
      const enforced = labels['pod-security.kubernetes.io/enforce'];
      const version = labels['pod-security.kubernetes.io/enforce-version'] ?? 'latest';
      return enforced === 'restricted' && version !== 'latest'
        ? []
        : [`it enforces ${String(enforced)}, ${version}`];
    },
  },
  {
    name: 'one-namespace',
    sentence: 'Everything stands in the one namespace that the overlay makes.',
    check: (objects) => {
      const name = objects.find(({ kind }) => kind === 'Namespace')?.metadata.name;
      const outside = objects.filter(
        ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== name,
      );
      return outside.map((object) => `${nameOf(object)} is in ${String(object.metadata.namespace)}`);
    },
  },
  {
    name: 'cluster-ip',
    sentence:
      'Services are reached from within the cluster alone; the API by port 80, and every port has a name.',
    check: (objects) =>
      ofKind(objects, 'Service', service)
        .filter(({ metadata, spec }) => {
          const expected = metadata.name === 'messenger' ? 80 : spec.ports[0]?.port;
          const named = spec.ports.length > 0 && spec.ports.every(({ name }) => name !== undefined);
          return spec.type !== 'ClusterIP' || spec.ports[0]?.port !== expected || !named;
        })
        .map(nameOf),
  },
  {
    name: 'service-leads-somewhere',
    sentence: 'Every Service selects the pods of one workload, and a port of theirs by its name.',
    check: (objects) =>
      ofKind(objects, 'Service', service)
        .filter((one) => !leadsTo(one, objects))
        .map(nameOf),
  },
  {
    name: 'no-token-on-account',
    sentence: 'The accounts themselves mount no token either, for a pod that forgets to say so.',
    check: (objects) =>
      ofKind(objects, 'ServiceAccount', account)
        .filter(({ automountServiceAccountToken: mounted }) => mounted !== false)
        .map(nameOf),
  },
  {
    name: 'bounded-resources',
    sentence: 'Every container asks for CPU and memory, and has a limit of both.',
    check: everyContainer(({ resources }) => {
      const missing = (['requests', 'limits'] as const).filter(
        (kind) => resources?.[kind]?.['cpu'] === undefined || resources[kind]['memory'] === undefined,
      );
      return unless(missing.length === 0, `it lacks ${missing.join()}`);
    }),
  },
  {
    name: 'no-secret-in-manifests',
    sentence: 'No password stands in a manifest: neither a Secret nor a variable with its value.',
    check: (objects) => [
      ...objects.filter(({ kind }) => kind === 'Secret').map(nameOf),
      ...everyContainer(({ env = [] }) => {
        const told = env.filter(({ name, value }) => value !== undefined && confidential.test(name));
        return unless(told.length === 0, `the value of ${told.map(({ name }) => name).join()}`);
      })(objects),
    ],
  },
];
