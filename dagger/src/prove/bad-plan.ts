import type { Project } from '../project/project.stage.ts';
import type { RolloutPlan } from '../deploy/stage/settings.stage.ts';
import type { BadDeployment, Change } from './bad-deployments.ts';
import type { DeployedImage } from '../deploy/proof/observations.ts';

/** The overlay that stands for the changed one. */
const overlay = 'overlays/proof';

/** A cluster with a sound version on it, and what the bad ones are made from. */
export interface ProofSetup {
  readonly sound: RolloutPlan;
  readonly images: { readonly bad: DeployedImage; readonly broken: DeployedImage };
  /** The service's own program in its image. */
  readonly main: string;
}

/** The sound plan with one thing changed, and another revision, so that it is told apart. */
export function badPlan(
  { sound: plan, images, main }: ProofSetup,
  { name, change }: BadDeployment,
): RolloutPlan {
  const image = change.kind === 'image' ? images.broken : images.bad;
  const patch = patchOf(change, main);
  const bad: RolloutPlan = {
    ...plan,
    version: { revision: 'bad', image },
    holder: name.replaceAll(/\W+/g, '-'),
    ...(patch === undefined ? {} : { overlay, project: patched(plan.project, patch) }),
  };
  if (change.kind === 'no-image') {
    return { ...bad, version: { revision: 'bad', image: { ...image, reference: 'messenger:not-there' } } };
  }
  if (change.kind !== 'access') return bad;
  const { target } = plan.session;
  return {
    ...bad,
    session: { ...plan.session, target: { ...target, kubectl: [...target.kubectl, ...change.words] } },
  };
}

function patchOf(change: Change, main: string): object | undefined {
  if (change.kind === 'manifests') return change.patch;
  if (change.kind !== 'program') return undefined;
  const args = ['--input-type=module', '-e', change.script.replace('MAIN', JSON.stringify(main))];
  return { spec: { template: { spec: { containers: [{ name: 'messenger', args }] } } } };
}

/** The project with an overlay over kind's own that patches the Deployment. */
function patched(project: Project, patch: object): Project {
  const about = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'messenger' } };
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['../kind'],
    patches: [{ target: { kind: 'Deployment' }, patch: JSON.stringify({ ...about, ...patch }) }],
  };
  const path = `${project.manifests}/${overlay}/kustomization.yaml`;
  return { ...project, source: project.source.withNewFile(path, JSON.stringify(kustomization)) };
}
