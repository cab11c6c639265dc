/* The namespace of a deployment. */
import { applyOrFail, type Kube } from './kube.ts';
import type { KubeObject } from './types.ts';

/** Creates the namespace, without which the server cannot validate the objects in it. @throws StepError */
export async function ensureNamespace(kube: Kube, objects: readonly KubeObject[]): Promise<void> {
  const name = kube.namespace;
  if ((await kube.find('Namespace', name)) !== undefined) return;
  const rendered = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);
  const namespace = rendered ?? { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  await applyOrFail(kube, [namespace], 'the namespace could not be made');
}
