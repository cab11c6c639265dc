/* The objects of the manifests: rendered by kustomize, read as JSON, and never edited. */
import { objectsIn, isOf } from '../kube/read.ts';
import type { Deployment, KubeObject, Service } from '../kube/types.ts';
import { type Command, output, run, StepError } from '../run/command.ts';

const component = 'app.kubernetes.io/component';

/**
 * The objects of a kustomization.
 * @param folder where `kustomization.yaml` stands
 */
export async function render(
  { kubectl }: { readonly kubectl: Command },
  folder: string,
): Promise<KubeObject[]> {
  const yaml = await output(['kubectl', 'kustomize', folder]);
  // Only the server knows the kinds; nothing is created, and nothing is left out that has an unknown field.
  const evidence = await run(
    [...kubectl, 'create', '--dry-run=client', '--validate=false', '--output', 'json', '-f', '-'],
    { input: yaml },
  );
  if (evidence.exitCode !== 0) throw new StepError('the manifests could not be read', { evidence });
  return documents(evidence.stdout);
}

/** kubectl prints one object after the other; the brace that ends one is the only one at the start of a line. */
function documents(text: string): KubeObject[] {
  return text
    .split(/^\}$/m)
    .filter((piece) => piece.trim() !== '')
    .flatMap((piece) => objectsIn(`${piece}}`));
}

const isPart = ({ metadata }: KubeObject, name: string): boolean => metadata.labels?.[component] === name;

/** The Deployment that is the service: the one with component `api`, else the only one. @throws StepError */
export function workloadOf(objects: readonly KubeObject[]): Deployment {
  const deployments = objects.filter(isOf('Deployment'));
  const workload = deployments.find((object) => isPart(object, 'api')) ?? deployments[0];
  if (workload === undefined || (deployments.length > 1 && !isPart(workload, 'api'))) {
    throw new StepError(
      `the manifests have ${String(deployments.length)} Deployments; which is the service?`,
      { rule: 'invalid' },
    );
  }
  return workload;
}

/** The Service that leads to the pods of a Deployment or StatefulSet; undefined where none does. */
export function serviceFor(
  objects: readonly KubeObject[],
  { spec }: Pick<Deployment, 'spec'>,
): Service | undefined {
  const { labels } = spec.template.metadata;
  return objects
    .filter(isOf('Service'))
    .find((service) =>
      Object.entries(service.spec.selector ?? {}).every(([name, value]) => labels[name] === value),
    );
}

/** The Service of the Deployment that is the service, and its first port. @throws StepError */
export function addressOf(
  objects: readonly KubeObject[],
  workload: Deployment,
): { readonly name: string; readonly port: number } {
  const service = serviceFor(objects, workload);
  const port = service?.spec.ports?.[0]?.port;
  if (service === undefined || port === undefined) {
    throw new StepError('no Service leads to the Deployment', { rule: 'invalid' });
  }
  return { name: service.metadata.name, port };
}

/** `app=x,component=y`, of an object's selector. */
export function selectorOf({ spec }: Pick<Deployment, 'spec'>): string {
  return Object.entries(spec.selector.matchLabels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** The objects that are applied before the service: all but its Deployment and its autoscaler. */
export function beforeService(objects: readonly KubeObject[], workload: Deployment): KubeObject[] {
  return objects.filter(
    (object) => object !== workload && !isPart(object, 'api') && !isOf('HorizontalPodAutoscaler')(object),
  );
}

/** Replicas that the manifests ask for: the autoscaler's least where it rules. */
export function replicasOf(objects: readonly KubeObject[]): number {
  const scaler = objects.find(isOf('HorizontalPodAutoscaler'));
  return workloadOf(objects).spec.replicas ?? scaler?.spec.minReplicas ?? 1;
}
