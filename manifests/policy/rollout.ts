import { z } from 'zod';

import { ofKind, workloads, type KubernetesObject, type Workload } from './model.ts';
import { patienceS } from './probes.ts';
import { everyDeployment, everyWorkload, unless, type Rule } from './rule.ts';
import { selects, selectorSchema } from './selector.ts';

const autoscaler = z.looseObject({
  spec: z.looseObject({
    scaleTargetRef: z.looseObject({ kind: z.string(), name: z.string() }),
    minReplicas: z.number().default(1),
  }),
});

const budget = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    minAvailable: z.union([z.string(), z.number()]).optional(),
    maxUnavailable: z.union([z.string(), z.number()]).optional(),
    unhealthyPodEvictionPolicy: z.string().optional(),
    selector: selectorSchema.default({}),
  }),
});

const autoscalerOf = ({ kind, metadata }: Workload, objects: readonly KubernetesObject[]) =>
  ofKind(objects, 'HorizontalPodAutoscaler', autoscaler).find(
    ({ spec: { scaleTargetRef: target } }) => target.kind === kind && target.name === metadata.name,
  );

type Template = Workload['spec']['template'];

/** Keys by which replicas of one version, and no others, are told apart. */
const keysOf = (
  { metadata }: Template,
  rules: Template['spec']['topologySpreadConstraints'] = [],
): string[] =>
  rules
    .filter(({ labelSelector }) => labelSelector !== undefined && selects(labelSelector, metadata.labels))
    .filter(({ matchLabelKeys = [] }) => matchLabelKeys.includes('pod-template-hash'))
    .map(({ topologyKey }) => topologyKey);

/** Seconds that the service may take to finish its requests: its own variable says it. */
const drainS = ({ spec }: Workload): number => {
  const variable = spec.template.spec.containers[0]?.env?.find(({ name }) => name === 'DRAIN_MS');
  return Number(variable?.value) / 1000;
};

const preStopS = ({ spec }: Workload): number =>
  spec.template.spec.containers[0]?.lifecycle?.preStop?.sleep?.seconds ?? 0;

/** How one version takes the place of another while requests come in. */
export const rollout: readonly Rule[] = [
  {
    name: 'two-replicas',
    sentence: 'Two replicas or more, by their own number or by an autoscaler, and never by both.',
    check: everyDeployment((workload, objects) => {
      const scaled = autoscalerOf(workload, objects);
      if (scaled && workload.spec.replicas !== undefined) return 'an autoscaler and replicas at once';
      const least = scaled?.spec.minReplicas ?? workload.spec.replicas ?? 1;
      return unless(least >= 2, `${String(least)} replica`);
    }),
  },
  {
    name: 'none-unavailable',
    sentence: 'A rolling update adds a replica before it takes one away.',
    check: everyDeployment(({ spec: { strategy } }) => {
      const { maxUnavailable, maxSurge } = strategy?.rollingUpdate ?? {};
      const rolling = strategy?.type === 'RollingUpdate' && maxUnavailable === 0;
      return unless(
        rolling && maxSurge !== 0 && maxSurge !== undefined,
        'an update may take replicas away first',
      );
    }),
  },
  {
    name: 'stays-ready',
    sentence:
      'A new replica must stay ready for a while before it counts: one that dies at once replaces nothing.',
    check: everyDeployment(({ spec }) => unless((spec.minReadySeconds ?? 0) >= 1, 'it counts at once')),
  },
  {
    name: 'pre-stop',
    sentence: 'A replica waits before it stops to listen, until every node has taken it out of the Service.',
    check: everyDeployment((workload) => unless(preStopS(workload) >= 3, 'it stops to listen at once')),
  },
  {
    name: 'grace-above-drain',
    sentence: 'The grace period is longer than the wait and the drain together, or requests are cut off.',
    check: everyDeployment((workload) => {
      const { terminationGracePeriodSeconds: graceS = 30 } = workload.spec.template.spec;
      const neededS = preStopS(workload) + drainS(workload);
      return unless(graceS > neededS, `${String(graceS)} s for a stop of ${String(neededS)} s`);
    }),
  },
  {
    name: 'deadline',
    sentence: 'A rollout that does not get on is given up, later than a slow start is.',
    check: everyDeployment(({ spec }) => {
      const startS = Math.max(
        ...spec.template.spec.containers.map(({ startupProbe }) =>
          startupProbe ? patienceS(startupProbe) : 0,
        ),
      );
      return unless(
        (spec.progressDeadlineSeconds ?? 0) > startS,
        'no deadline, or one before the start-up probe speaks',
      );
    }),
  },
  {
    name: 'history',
    sentence: 'Some earlier versions are kept for a rollback, and not every one of them.',
    check: everyWorkload(({ spec: { revisionHistoryLimit: kept = 0 } }) =>
      unless(kept >= 1 && kept <= 10, `${String(kept)} versions`),
    ),
  },
  {
    name: 'disruption-budget',
    sentence: 'A drain of nodes takes one replica at a time, and replicas that do not work hold up none.',
    check: (objects) =>
      workloads(objects).flatMap((workload) => {
        if (workload.kind !== 'Deployment') return [];
        const { labels } = workload.spec.template.metadata;
        const own = ofKind(objects, 'PodDisruptionBudget', budget).filter(({ spec }) =>
          selects(spec.selector, labels),
        );
        const good = own.some(
          ({ spec }) => spec.maxUnavailable === 1 && spec.unhealthyPodEvictionPolicy === 'AlwaysAllow',
        );
        return own.length === 1 && good ? [] : [`${workload.metadata.name}: no such budget, or two of them`];
      }),
  },
  {
    name: 'spread',
    sentence:
      'Replicas of one version are spread over nodes and zones; those of the version before do not count.',
    check: everyDeployment(({ spec: { template } }) => {
      const spread = keysOf(template, template.spec.topologySpreadConstraints);
      const wanted = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'];
      return unless(
        wanted.every((key) => spread.includes(key)),
        `spread over [${spread.join()}] alone`,
      );
    }),
  },
  {
    name: 'apart',
    sentence: 'Replicas of one version are kept on nodes of their own where no node has a zone, too.',
    check: everyDeployment(({ spec: { template } }) => {
      const preferred =
        template.spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
      const apart = keysOf(
        template,
        preferred?.map(({ podAffinityTerm }) => podAffinityTerm),
      );
      return unless(apart.includes('kubernetes.io/hostname'), 'kept apart by its spread alone');
    }),
  },
];
