/* The namespace of a deployment. */
import { StepError } from '../run/command.ts';
import type { Kube } from './kube.ts';
import type { KubeObject } from './types.ts';

/** Creates the namespace, without which the server cannot validate the objects in it. @throws StepError */
export async function ensureNamespace(kube: Kube, objects: readonly KubeObject[]): Promise<void> {
  const name = kube.namespace;
  if ((await kube.find('Namespace', name)) !== undefined) return;
  const rendered = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);
  const evidence = await kube.apply([
    rendered ?? { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  ]);
  if (evidence.exitCode !== 0) throw new StepError('the namespace could not be made', { evidence });
}
