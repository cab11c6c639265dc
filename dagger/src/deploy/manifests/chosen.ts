import type { Fact } from '../../project/facts/fact.ts';
import { type FoundManifests, kindWords } from '../../project/facts/manifests/kinds.ts';
import { type Refusal, usageRefusal } from '../../verdict/ending.ts';

/** The manifests that are deployed. */
export interface Chosen<Manifests> {
  readonly kind: 'chosen';
  readonly found: Fact<Manifests>;
}

/** The manifests to deploy, of those that were named or found; refused where there are none or several. */
export function chosenManifests<Manifests extends FoundManifests>(
  all: readonly Fact<Manifests>[],
): Chosen<Manifests> | Refusal {
  const [found, other] = all;
  if (found === undefined) {
    return usageRefusal(
      'deploy: expected Kubernetes manifests: a kustomization, a Helm chart, or YAML in k8s, deploy, kubernetes or manifests',
      'name their folder by --manifests or deploy.manifests in pipeline.json',
    );
  }
  if (other === undefined) return { kind: 'chosen', found };
  const list = all.map(({ value: { path, kind } }) => `${path} (${kindWords[kind]})`).join(', ');
  return usageRefusal(
    `deploy: expected manifests of one kind, found ${list}`,
    `name one: --manifests=${found.value.path}, or deploy.manifests in pipeline.json`,
  );
}
