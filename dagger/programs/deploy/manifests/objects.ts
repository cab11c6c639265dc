/* The objects of the manifests: rendered before the deployment began, and fitted to a version. */
import { readFileSync } from 'node:fs';

import type { Version } from '../../../src/deploy/proof/model.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { itemsOf, parseJson } from '../../shared/json.ts';
import { isOf, objectOf, serviceMark } from '../kube/read.ts';
import { selectsSome } from '../kube/selector.ts';
import type { Deployment, KubeObject, Service } from '../kube/types.ts';
import { StepError } from '../run/command.ts';
import { fitted } from './fit.ts';
import { takenFromNodes } from './pull-policy.ts';

/** The objects as they were rendered, without a version. */
export function renderedObjects({ objects }: Pick<UpdateSettings, 'objects'>): KubeObject[] {
  return itemsOf(parseJson(readFileSync(objects, 'utf8'))).map(objectOf);
}

/** The objects of a version, as the cluster gets them. */
export function objectsOf(
  settings: Pick<UpdateSettings, 'objects' | 'loaded' | 'nodes'>,
  version: Version,
): KubeObject[] {
  const objects = fitted(renderedObjects(settings), { version, loaded: settings.loaded });
  return settings.nodes ? takenFromNodes(objects) : objects;
}

/**
 * The Deployment that is the service: the one that was marked when the manifests were rendered, else the only one.
 * @throws StepError
 */
export function workloadOf(objects: readonly KubeObject[]): Deployment {
  const deployments = objects.filter(isOf('Deployment'));
  const marked = deployments.find(({ metadata }) => metadata.annotations?.[serviceMark] !== undefined);
  const workload = marked ?? (deployments.length === 1 ? deployments[0] : undefined);
  if (workload !== undefined) return workload;
  throw new StepError(`the manifests have ${String(deployments.length)} Deployments; which is the service?`, {
    rule: 'invalid',
  });
}

/** The Service that leads to the pods of a Deployment or StatefulSet; undefined where none does. */
export function serviceFor(
  objects: readonly KubeObject[],
  { spec }: Pick<Deployment, 'spec'>,
): Service | undefined {
  const { labels } = spec.template.metadata;
  return objects.filter(isOf('Service')).find((service) => leadsTo(service, labels));
}

/** Whether a Service leads to pods with these labels. One without a selector leads where somebody else decides. */
export function leadsTo(
  { spec: { selector = {} } }: Service,
  labels: Readonly<Record<string, string>>,
): boolean {
  return selectsSome({ matchLabels: selector }, labels);
}

/** `app=x,component=y`, of an object's selector. */
export function selectorOf({ spec }: Pick<Deployment, 'spec'>): string {
  return Object.entries(spec.selector.matchLabels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** Replicas of the service that the manifests ask for: its autoscaler's least where it rules. */
export function replicasOf(objects: readonly KubeObject[]): number {
  return leastReplicas(objects, workloadOf(objects));
}

/** Replicas that the manifests ask for of a Deployment or StatefulSet: its autoscaler's least where it rules. */
export function leastReplicas(
  objects: readonly KubeObject[],
  { kind, metadata, spec: { replicas } }: Pick<Deployment, 'kind' | 'metadata' | 'spec'>,
): number {
  const scaler = objects
    .filter(isOf('HorizontalPodAutoscaler'))
    .find(
      ({ spec: { scaleTargetRef } }) =>
        scaleTargetRef?.kind === kind && scaleTargetRef.name === metadata.name,
    );
  return replicas ?? scaler?.spec.minReplicas ?? 1;
}
