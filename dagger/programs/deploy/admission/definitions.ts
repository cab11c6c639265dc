/* Custom kinds that come with the manifests: their definitions first, so that the server knows the kinds of the others. */
import { applyOrFail, type Kube } from '../kube/kube.ts';
import type { KubeObject } from '../kube/types.ts';
import { definedLater } from './kinds.ts';
import type { KnownKinds } from './known-kinds.ts';

/**
 * Has every object validated; where the manifests define kinds, in two parts, with their definitions applied in between.
 * @param validate refuses objects that the server does not take
 * @throws StepError
 */
export async function validateInOrder(
  kube: Kube,
  objects: readonly KubeObject[],
  {
    kinds,
    validate,
  }: {
    readonly kinds: KnownKinds | undefined;
    readonly validate: (objects: readonly KubeObject[]) => Promise<void>;
  },
): Promise<void> {
  const later = definedLater(objects, kinds);
  await validate(objects.filter((object) => !later.includes(object)));
  if (later.length === 0) return;
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  await applyOrFail(kube, definitions, 'the custom kinds were not applied');
  const names = definitions.map(({ metadata }) => `crd/${metadata.name}`);
  await kube.must(['wait', '--for=condition=Established', '--timeout=30s', ...names]);
  await validate(later);
}
