/* What the manifests of a version offer, for its proof. Decides from data alone. */
import type { Expected } from '../../../src/deploy/proof/observations.ts';
import type { Offers } from '../../../src/deploy/proof/offers.ts';
import type { Version } from '../../../src/deploy/proof/model.ts';
import { servingContainer } from '../kube/read.ts';
import type { Container, Deployment, KubeObject } from '../kube/types.ts';
import { connectionBy } from './network-policies.ts';
import { replicasOf, workloadOf } from './objects.ts';

/** The container of a workload that is the service. */
export function serviceContainer({ spec }: Pick<Deployment, 'spec'>): Container | undefined {
  return servingContainer(spec.template);
}

/**
 * A version as it is expected to serve.
 * @param port of the pods, at which the service listens
 */
export function expectedOf(version: Version, objects: readonly KubeObject[], port: number): Expected {
  return { ...version, replicas: replicasOf(objects), offers: offersOf(objects, port) };
}

/** What the manifests offer. */
export function offersOf(objects: readonly KubeObject[], port: number): Offers {
  const workload = workloadOf(objects);
  const container = serviceContainer(workload);
  const { labels } = workload.spec.template.metadata;
  const portName = container?.ports?.find(({ containerPort }) => containerPort === port)?.name;
  return {
    strategy: workload.spec.strategy?.type === 'Recreate' ? 'Recreate' : 'RollingUpdate',
    readinessProbe: container?.readinessProbe !== undefined,
    memoryLimit: container?.resources?.limits?.['memory'] !== undefined,
    networkPolicy: connectionBy(objects, { from: labels, to: labels, port, portName }),
  };
}
