/* The Eviction API: pods are asked to go, and a PodDisruptionBudget may say that it is not the time. */
import type { Drain } from '../../../src/deploy/proof/node-facts.ts';
import { StepError } from '../run/command.ts';
import type { Kube } from './kube.ts';
import { selects } from './selector.ts';
import type { Deployment, DisruptionBudget } from './types.ts';

/** The answer to an eviction: `refused` by a PodDisruptionBudget, `gone` where the pod is no longer there. */
export type EvictionResult = NonNullable<Drain['further']>;

/**
 * Asks for one eviction.
 * @param options.dryRun asks, and takes nothing away
 * @throws StepError for any other answer
 */
export async function evict(
  kube: Kube,
  name: string,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<EvictionResult> {
  const eviction = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace: kube.namespace },
    ...(dryRun ? { deleteOptions: { dryRun: ['All'] } } : {}),
  };
  const path = `/api/v1/namespaces/${kube.namespace}/pods/${name}/eviction`;
  const evidence = await kube.tryTo(['create', '--raw', path, '-f', '-'], {
    input: JSON.stringify(eviction),
  });
  if (evidence.exitCode === 0) return 'evicted';
  if (/TooManyRequests|disruption budget/i.test(evidence.stderr)) return 'refused';
  if (/NotFound/.test(evidence.stderr)) return 'gone';
  throw new StepError(`${name} could not be evicted`, { evidence });
}

/** The PodDisruptionBudget that guards a Deployment's pods; undefined where none does. */
export async function budgetOf(
  kube: Kube,
  { spec }: Pick<Deployment, 'spec'>,
): Promise<NonNullable<Drain['budget']> | undefined> {
  const { labels } = spec.template.metadata;
  const guards = ({ spec: { selector } }: DisruptionBudget): boolean => selects(selector ?? {}, labels);
  const found = (await kube.list('PodDisruptionBudget')).find(guards);
  if (found === undefined) return undefined;
  const { name, generation = 0 } = found.metadata;
  const { observedGeneration = 0, disruptionsAllowed = 0 } = found.status ?? {};
  return { name, disruptionsAllowed: observedGeneration < generation ? 0 : disruptionsAllowed };
}
