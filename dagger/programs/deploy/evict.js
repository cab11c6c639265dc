/* The Eviction API: pods are asked to go, and a PodDisruptionBudget may say that it is not the time. */
import { StepError } from './command.js';

/**
 * Asks for one eviction: `evicted`, `refused` by a PodDisruptionBudget, or `gone` where the pod is no longer there.
 * @param options.dryRun asks, and takes nothing away
 * @throws StepError for any other answer
 */
export async function evict(kube, name, { dryRun = false } = {}) {
  const eviction = {
    ...{ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: kube.namespace } },
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

/** The PodDisruptionBudget that guards a Deployment's pods: `{name, disruptionsAllowed}`; undefined where none does. */
export async function budgetOf(kube, { spec }) {
  const { labels } = spec.template.metadata;
  const { items } = JSON.parse(await kube.must(['get', 'poddisruptionbudgets', '--output', 'json']));
  const guards = ({ spec: { selector } }) =>
    Object.entries(selector?.matchLabels ?? {}).every(([name, value]) => labels[name] === value);
  const found = items.find(guards);
  if (found === undefined) return undefined;
  const { name, generation } = found.metadata;
  const { observedGeneration = 0, disruptionsAllowed = 0 } = found.status ?? {};
  return { name, disruptionsAllowed: observedGeneration < generation ? 0 : disruptionsAllowed };
}
